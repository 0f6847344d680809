namespace Verified.Concurrency;

/// <summary>Wakes all who wait for something to change, without polling.</summary>
/// <remarks>
/// <para>Take <see cref="Version"/> first and look second, then wait for a later version: a change that the look missed
/// ends the wait. <see cref="Next"/> does the same as a task: take it first, look second.</para>
/// <para>A pulse nobody waits for costs one interlocked operation and allocates nothing. Thread-safe.</para>
/// </remarks>
public class Signal
{
    /// <summary>Completed by the next pulse; null while nobody waits.</summary>
    private TaskCompletionSource? _next;

    /// <summary>Who waits by <see cref="WaitAsync"/>, or has given up; mostly there is one.</summary>
    private SignalWaiter? _first;

    /// <summary>The others; guarded by itself.</summary>
    private readonly List<SignalWaiter> _waiters = [];

    /// <summary>Whether there may be such.</summary>
    private bool _isAwaited;

    /// <summary>One that was released and may wait again.</summary>
    private SignalWaiter? _spare;

    private long _version;

    /// <summary>How many pulses there were.</summary>
    public virtual long Version => Interlocked.Read(ref _version);

    /// <summary>Completes at the first <see cref="Pulse"/> after this call.</summary>
    /// <remarks>Prefer <see cref="WaitAsync"/>, which tells a controlled runtime what is awaited.</remarks>
    public Task Next
    {
        get
        {
            if (Volatile.Read(ref _next) is { } waiting)
                return waiting.Task;
            var mine = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            return (Interlocked.CompareExchange(ref _next, mine, null) ?? mine).Task;
        }
    }

    /// <summary>Waits until <see cref="Version"/> is later than <paramref name="seen"/>.</summary>
    /// <exception cref="OperationCanceledException">Cancelled before a later pulse.</exception>
    public virtual ValueTask WaitAsync(long seen, CancellationToken cancellationToken = default)
    {
        if (Version != seen)
            return default;
        if (cancellationToken.IsCancellationRequested)
            return ValueTask.FromCanceled(cancellationToken);
        var waiter = Interlocked.Exchange(ref _spare, null) ?? new SignalWaiter(this);
        waiter.Arm();
        var waiting = Await(waiter, seen);
        waiter.Register(cancellationToken);
        return waiting;
    }

    /// <summary>Waits under one token, as often as one likes; for whoever follows something.</summary>
    public virtual SignalListener Listen(CancellationToken cancellationToken) => new(this, cancellationToken);

    public virtual void Pulse()
    {
        Interlocked.Increment(ref _version); // a full fence: who comes after the reads below looks after the change
        if (Volatile.Read(ref _next) is not null)
            Interlocked.Exchange(ref _next, null)?.SetResult();
        if (Volatile.Read(ref _first) is not null || Volatile.Read(ref _isAwaited))
            Release();
    }

    internal ValueTask Await(SignalWaiter waiter, long seen)
    {
        var waiting = waiter.Task; // first: it may be over at once
        if (Interlocked.CompareExchange(ref _first, waiter, null) is not null)
            Add(waiter);
        // A pulse counts before it looks for waiters: one that came before this waiter did is seen here.
        if (Version != seen)
            Release();
        return waiting;
    }

    /// <summary>A waiter that was released is done. One that was cancelled is not to come back: a later release may
    /// still find it.</summary>
    internal void Return(SignalWaiter waiter) => Volatile.Write(ref _spare, waiter);

    private void Add(SignalWaiter waiter)
    {
        lock (_waiters)
            _waiters.Add(waiter);
        Interlocked.Exchange(ref _isAwaited, true);
    }

    /// <summary>All who wait go on.</summary>
    private void Release()
    {
        if (Volatile.Read(ref _first) is not null)
            Interlocked.Exchange(ref _first, null)?.Release();
        if (!Volatile.Read(ref _isAwaited))
            return;
        lock (_waiters)
        {
            foreach (var waiter in _waiters)
                waiter.Release();
            _waiters.Clear();
            Volatile.Write(ref _isAwaited, false);
        }
    }
}
