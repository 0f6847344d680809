using System.Threading.Tasks.Sources;

namespace Verified.Reference;

/// <summary>One who waits until an event is handled, again and again.</summary>
internal sealed class HandledWaiter : IValueTaskSource<EquatableArray<HandlerReport>>
{
    private ManualResetValueTaskSourceCore<EquatableArray<HandlerReport>> _core =
        new() { RunContinuationsAsynchronously = true };

    private CancellationTokenRegistration _registration;

    /// <summary>1 once it is told or cancelled.</summary>
    private int _isOver;

    /// <summary>Whoever waited has the outcomes: nobody looks at this any more.</summary>
    private bool _isDone;

    /// <summary>Another one who waits for the same event; guarded by <see cref="HandledWaiters"/>.</summary>
    public HandledWaiter? Next { get; set; }

    /// <summary>The event is handled; guarded by <see cref="HandledWaiters"/>.</summary>
    public bool IsTold { get; set; }

    /// <summary>Waits for the outcomes; once.</summary>
    /// <exception cref="OperationCanceledException">Cancelled before it was told.</exception>
    public ValueTask<EquatableArray<HandlerReport>> WaitAsync(CancellationToken cancellationToken)
    {
        if (cancellationToken.CanBeCanceled)
            _registration = cancellationToken.UnsafeRegister(
                static (waiter, token) => ((HandledWaiter)waiter!).Cancel(token), this);
        return new ValueTask<EquatableArray<HandlerReport>>(this, _core.Version);
    }

    public void Tell(EquatableArray<HandlerReport> outcomes)
    {
        if (Interlocked.Exchange(ref _isOver, 1) == 0)
            _core.SetResult(outcomes);
    }

    /// <summary>Makes it ready to wait again, if it was told and the outcomes were taken: nobody looks at it any more.</summary>
    public bool TryReset()
    {
        if (!_isDone)
            return false;
        _core.Reset();
        (_isOver, _isDone, IsTold, Next) = (0, false, false, null);
        return true;
    }

    public EquatableArray<HandlerReport> GetResult(short token)
    {
        _registration.Dispose();
        _registration = default;
        var outcomes = _core.GetResult(token);
        _isDone = true;
        return outcomes;
    }

    public ValueTaskSourceStatus GetStatus(short token) => _core.GetStatus(token);

    public void OnCompleted(
        Action<object?> continuation, object? state, short token, ValueTaskSourceOnCompletedFlags flags) =>
        _core.OnCompleted(continuation, state, token, flags);

    private void Cancel(CancellationToken token)
    {
        if (Interlocked.Exchange(ref _isOver, 1) == 0)
            _core.SetException(new OperationCanceledException(token));
    }
}
