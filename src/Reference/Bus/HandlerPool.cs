using Verified.Concurrency;

namespace Verified.Reference;

/// <summary>Runs handlers, as many at once as there are permits.</summary>
/// <remarks>
/// Workers start when there is something to do and end when there is not, so a burst costs one start for many runs. The
/// first begins on the thread of the reader when that waits for more; one that takes a run and leaves others behind
/// starts the next. A worker has a permit while it runs handlers. It gives it back now and then, so that a handler that
/// waits to go on gets its turn; and a handler that waits gives it back before it waits. Thread-safe. Source:
/// <c>EventBus</c>, VARIABLE <c>permits</c>.
/// </remarks>
internal sealed class HandlerPool(
    Runtime runtime, string name, EventBusOptions options, Func<EventContext, Task?> run)
{
    /// <summary>How many runs a worker does before it lets others have its permit.</summary>
    private const int Turn = 32;

    private readonly string _worker = $"{name}/worker";
    private readonly Gate _permits = runtime.CreateGate($"{name}/permits", options.MaxPermits);

    private readonly DueRuns _due = new();

    /// <summary>Guards what follows: who begins, ends and waits. Who takes a run only looks at it, and comes back with the
    /// lock if there is something to do.</summary>
    private readonly Lock _gate = new();

    private readonly List<Task> _operations = [];

    /// <summary>Workers that look for more when they have ended a run.</summary>
    private int _workers;

    /// <summary>One of them has yet to take its first run; there is no need for another before.</summary>
    private bool _isStarting;

    private int _sweepAt = 16;

    private readonly int _maxPermits = options.MaxPermits;

    /// <summary>Who adds has to wait while so many are due. With those that run they are fewer than may be ahead, mostly:
    /// otherwise the reader is refused, and woken for each that ends.</summary>
    private readonly int _maxDue = Math.Max(
        Math.Max(1, options.MaxAhead / 2), options.MaxAhead - (2 * Math.Min(options.MaxPermits, options.MaxAhead)));

    /// <summary>Pulsed when nothing is due any more, and somebody waits for that.</summary>
    private readonly Signal _drained = runtime.CreateSignal($"{name}/drained");

    /// <summary>1 while somebody waits for that.</summary>
    private int _isAwaited;

    /// <summary>One of the permits; all are alike, so any stands for the one that is given back.</summary>
    private Gate.Permit _permit;

    /// <summary>One that is not in use.</summary>
    private Beginning? _spare;

    /// <summary>How many have the thread of who began them.</summary>
    private int _here;

    /// <summary>Completed when none has, once somebody waits for that.</summary>
    private TaskCompletionSource? _noneHere;

    /// <summary>A run is due. It begins when a worker looks for more, or somebody calls <see cref="Begin"/>,
    /// <see cref="BeginHere"/> or <see cref="WhenEmptyAsync"/>.</summary>
    /// <remarks>For one caller at a time. Waits while many are due until none is: more would not begin earlier, and to
    /// wake for each would cost a change of threads for each.</remarks>
    /// <returns>Null: there is no need to wait.</returns>
    public Task? Add(EventContext run, CancellationToken cancellationToken)
    {
        _due.Add(run);
        return _due.Count < _maxDue ? null : WhenDrained(cancellationToken);
    }

    /// <summary>Several runs are due.</summary>
    /// <inheritdoc cref="Add(EventContext, CancellationToken)"/>
    public Task? Add(ReadOnlySpan<EventContext> runs, CancellationToken cancellationToken)
    {
        foreach (var run in runs)
            _due.Add(run);
        return _due.Count < _maxDue ? null : WhenDrained(cancellationToken);
    }

    /// <summary>Begins what is due, if anything is, on the thread of the caller, who is about to wait.</summary>
    public void BeginHere()
    {
        Beginning beginning;
        Then then;
        lock (_gate)
        {
            if (!NeedsWorker() || _due.TryTake() is not { } first)
                return;
            _workers++;
            Interlocked.Increment(ref _here);
            beginning = _spare ?? new Beginning(this);
            _spare = null;
            beginning.First = first;
            then = Look();
        }

        Do(then);
        Keep(runtime.SpawnHere(_worker, beginning.WorkAsync));
        if (Interlocked.Decrement(ref _here) == 0)
            Volatile.Read(ref _noneHere)?.TrySetResult();
    }

    /// <summary>Begins what is due, if anything is.</summary>
    public void Begin()
    {
        lock (_gate)
        {
            if (!NeedsWorker())
                return;
            _workers++;
            _isStarting = true;
        }

        Do(Then.BeginAnother);
    }

    /// <summary>Lets a handler wait for something without its permit, and gives it one again.</summary>
    /// <remarks>What is awaited may need permits; to hold one meanwhile is to wait for ever.</remarks>
    /// <param name="awaited">What it waits for.</param>
    public async ValueTask<T> WithoutPermitAsync<T>(Task<T> awaited)
    {
        lock (_gate)
            _workers--; // this one looks for no more
        Begin();
        _permit.Dispose();
        try
        {
            return await awaited;
        }
        finally
        {
            // It must hold one when it goes on, also on its way out.
            _ = await _permits.EnterAsync(CancellationToken.None);
            lock (_gate)
                _workers++;
        }
    }

    /// <summary>Ends when all that was added has run, with the first failure of the pool itself.</summary>
    public async Task WhenEmptyAsync()
    {
        Begin();
        await WhenNoneHereAsync();
        while (Unfinished() is { Length: > 0 } operations)
            await Task.WhenAll(operations);
    }

    /// <summary>A worker that has the thread of who began it is not among the operations yet, and may end while nobody
    /// looks.</summary>
    private Task WhenNoneHereAsync()
    {
        var none = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        Interlocked.Exchange(ref _noneHere, none); // a fence: the last one sees this, or was counted out before
        return Volatile.Read(ref _here) == 0 ? Task.CompletedTask : none.Task;
    }

    private async Task DrainedAsync(long seen, CancellationToken cancellationToken) =>
        await new Meanwhile(TrueAfterAsync(_drained.WaitAsync(seen, cancellationToken)), BeginHere);

    private static async ValueTask<bool> TrueAfterAsync(ValueTask awaited)
    {
        await awaited;
        return true;
    }

    private Task[] Unfinished()
    {
        lock (_gate)
            return [.. _operations.Where(operation => !operation.IsCompletedSuccessfully)];
    }

    private Task? WhenDrained(CancellationToken cancellationToken)
    {
        var seen = _drained.Version;
        Interlocked.Exchange(ref _isAwaited, 1); // a fence: who takes the last one sees this, or is seen here
        if (!_due.IsEmpty)
            return DrainedAsync(seen, cancellationToken);
        Volatile.Write(ref _isAwaited, 0);
        return null;
    }

    /// <summary>There is work for another worker; certain for a caller that holds the lock.</summary>
    private bool NeedsWorker() => !_due.IsEmpty && _workers < _maxPermits && !_isStarting;

    private void Keep(Task operation)
    {
        if (operation.IsCompletedSuccessfully)
            return;
        lock (_gate)
        {
            if (_operations.Count >= _sweepAt)
            {
                _operations.RemoveAll(ended => ended.IsCompletedSuccessfully);
                _sweepAt = Math.Max(16, _operations.Count * 2);
            }

            _operations.Add(operation);
        }
    }

    /// <param name="first">The first run; null for a worker that has yet to take it.</param>
    private async Task WorkAsync(EventContext? first)
    {
        var isStarting = first is null;
        while (true)
        {
            using var permit = await _permits.EnterAsync(CancellationToken.None);
            _permit = permit;
            for (var i = 0; i < Turn; i++)
            {
                if ((first ?? TakeNext(isStarting)) is not { } due)
                    return;
                (first, isStarting) = (null, false);
                await runtime.PointAsync(name);
                if (run(due) is { } running)
                    await running;
            }
        }
    }

    /// <summary>Takes a run, and begins a worker for what it leaves, where there may be one more.</summary>
    /// <returns>Null: there is none, and the worker counts no longer.</returns>
    private EventContext? TakeNext(bool isStarting)
    {
        if (!isStarting && _due.TryTake() is { } next)
        {
            if (_due.IsEmpty ? Volatile.Read(ref _isAwaited) == 1 : NeedsWorker())
                LookAround();
            return next;
        }

        return TakeOrLeave(isStarting);
    }

    private EventContext? TakeOrLeave(bool isStarting)
    {
        EventContext? next;
        Then then;
        lock (_gate)
        {
            _isStarting &= !isStarting;
            next = _due.TryTake();
            if (next is null)
                _workers--;
            then = Look();
        }

        Do(then);
        return next;
    }

    private void LookAround()
    {
        Then then;
        lock (_gate)
            then = Look();
        Do(then);
    }

    /// <summary>What is to be done by who took a run, or found none; the caller holds the lock.</summary>
    private Then Look()
    {
        var then = Then.Nothing;
        if (NeedsWorker())
        {
            _workers++;
            _isStarting = true;
            then |= Then.BeginAnother;
        }

        if (_due.IsEmpty && Interlocked.Exchange(ref _isAwaited, 0) == 1)
            then |= Then.TellDrained;
        return then;
    }

    private void Do(Then then)
    {
        if ((then & Then.BeginAnother) != 0)
            Keep(runtime.Spawn(_worker, () => WorkAsync(null)));
        if ((then & Then.TellDrained) != 0)
            _drained.Pulse();
    }

    /// <summary>What is to be done when the lock is free.</summary>
    [Flags]
    private enum Then
    {
        Nothing = 0,

        /// <summary>A worker is counted that has yet to begin.</summary>
        BeginAnother = 1,

        /// <summary>Nothing is due any more, and somebody waits for that.</summary>
        TellDrained = 2,
    }

    /// <summary>A worker that begins with a run in its hand: for each burst, so it is used again.</summary>
    private sealed class Beginning
    {
        public Beginning(HandlerPool pool) => WorkAsync = () =>
        {
            var first = First;
            First = null;
            Volatile.Write(ref pool._spare, this);
            return pool.WorkAsync(first);
        };

        public EventContext? First { get; set; }

        public Func<Task> WorkAsync { get; }
    }
}
