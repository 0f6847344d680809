using System.Runtime.CompilerServices;
using System.Threading.Tasks.Sources;
using Verified.Concurrency;

namespace Verified.Reference;

/// <summary>Follows a log in memory: what is written, then each event as it comes.</summary>
/// <param name="Log">The event at position p is at index p − 1.</param>
/// <param name="Grown">Pulsed after the log grew.</param>
/// <param name="Runtime">Where one waits.</param>
/// <param name="Store">What a look at the log is labelled with.</param>
/// <param name="AfterPosition">It begins behind this position, which may be beyond the log.</param>
/// <param name="Cancellation">Ends it.</param>
internal sealed record LogSubscription(
    AppendOnlyList<RecordedEvent> Log,
    Signal Grown,
    Runtime Runtime,
    string Store,
    long AfterPosition,
    CancellationToken Cancellation) : IAsyncEnumerable<RecordedEvent>
{
    public IAsyncEnumerator<RecordedEvent> GetAsyncEnumerator(CancellationToken cancellationToken = default) =>
        new LogEnumerator(this, cancellationToken);
}

/// <summary>One who follows.</summary>
/// <remarks>Written out where <c>yield</c> would do, because every event of a bus goes through here: what is written is
/// given at once, and who waits for more is its own promise.</remarks>
internal sealed class LogEnumerator : IAsyncEnumerator<RecordedEvent>, IValueTaskSource<bool>
{
    private readonly LogSubscription _subscription;
    private readonly CancellationTokenSource? _either;
    private readonly CancellationToken _cancellation;
    private readonly SignalListener _listener;
    private readonly Action _lookAgain;

    /// <summary>What was written at the last look.</summary>
    private AppendOnlyList<RecordedEvent>.Snapshot _written;

    /// <summary>Index of what comes next.</summary>
    private long _next;

    private ManualResetValueTaskSourceCore<bool> _promise;
    private ValueTaskAwaiter _growth;

    public LogEnumerator(LogSubscription subscription, CancellationToken enumeration)
    {
        _subscription = subscription;
        _next = subscription.AfterPosition;
        _cancellation = subscription.Cancellation;
        if (!_cancellation.CanBeCanceled)
            _cancellation = enumeration;
        else if (enumeration.CanBeCanceled && enumeration != _cancellation)
        {
            _either = CancellationTokenSource.CreateLinkedTokenSource(_cancellation, enumeration);
            _cancellation = _either.Token;
        }

        _listener = subscription.Grown.Listen(_cancellation);
        _lookAgain = LookAgain;
    }

    public RecordedEvent Current { get; private set; } = null!;

    /// <summary>Goes on to what comes next, if it was written at the last look: no step of its own.</summary>
    /// <returns>False: <see cref="MoveNextAsync"/> looks, or says that it was cancelled.</returns>
    public bool TryMoveNext() => !_cancellation.IsCancellationRequested && TryTake();

    public ValueTask<bool> MoveNextAsync()
    {
        if (_cancellation.IsCancellationRequested)
            return ValueTask.FromCanceled<bool>(_cancellation);
        if (TryTake())
            return ValueTask.FromResult(true);
        var point = PointAsync();
        return !point.IsCompletedSuccessfully ? LookAsync(point)
            : TryLook() ? ValueTask.FromResult(true)
            : new ValueTask<bool>(this, _promise.Version);
    }

    public ValueTask DisposeAsync()
    {
        _listener.Dispose();
        _either?.Dispose();
        return default;
    }

    bool IValueTaskSource<bool>.GetResult(short token)
    {
        try
        {
            return _promise.GetResult(token);
        }
        finally
        {
            _promise.Reset();
        }
    }

    ValueTaskSourceStatus IValueTaskSource<bool>.GetStatus(short token) => _promise.GetStatus(token);

    void IValueTaskSource<bool>.OnCompleted(
        Action<object?> continuation, object? state, short token, ValueTaskSourceOnCompletedFlags flags) =>
        _promise.OnCompleted(continuation, state, token, flags);

    private ValueTask PointAsync() => _subscription.Runtime.PointAsync(_subscription.Store, Access.Read);

    /// <summary>Takes what comes next, if it was written at the last look.</summary>
    private bool TryTake()
    {
        if (_next >= _written.Length)
            return false;
        Current = _written[(int)_next++];
        return true;
    }

    /// <summary>Looks until there is more, or begins to wait.</summary>
    /// <returns>False: it waits, and <see cref="LookAgain"/> will go on.</returns>
    private bool TryLook()
    {
        while (true)
        {
            var seen = _subscription.Grown.Version; // before the look: growth that the look misses ends the wait
            _written = _subscription.Log.Written;
            if (TryTake())
                return true;
#pragma warning disable CA2012 // Its result is taken once: here, or when it is over.
            _growth = _listener.WaitAsync(seen).GetAwaiter();
#pragma warning restore CA2012
            if (!_growth.IsCompleted)
            {
                _growth.UnsafeOnCompleted(_lookAgain);
                return false;
            }

            _growth.GetResult();
        }
    }

    private void LookAgain()
    {
        try
        {
            _growth.GetResult();
            _cancellation.ThrowIfCancellationRequested();
            if (!TryLook())
                return;
        }
#pragma warning disable CA1031 // Whoever waits gets it.
        catch (Exception failure)
#pragma warning restore CA1031
        {
            _promise.SetException(failure);
            return;
        }

        _promise.SetResult(true);
    }

    /// <summary>The same where a look is a step of its own.</summary>
    private async ValueTask<bool> LookAsync(ValueTask point)
    {
        while (true)
        {
            await point;
            var seen = _subscription.Grown.Version;
            _written = _subscription.Log.Written;
            if (TryTake())
                return true;
            await _listener.WaitAsync(seen);
            _cancellation.ThrowIfCancellationRequested();
            point = PointAsync();
        }
    }
}
