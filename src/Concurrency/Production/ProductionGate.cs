using System.Diagnostics;
using System.Threading.Tasks.Sources;

namespace Verified.Concurrency;

/// <summary>A gate over a number and a queue of pooled waiters: it allocates only to grow, and takes its lock only
/// where somebody has to wait.</summary>
internal sealed class ProductionGate : Gate
{
    private readonly int _permits;

    /// <summary>The permits that nobody holds, or, below zero, how many wait for one. It is below zero and changes while
    /// it is only under <see cref="_lock"/>.</summary>
    private int _free;

    /// <summary>Guards the queue and the waiters below; held for a few instructions.</summary>
    private readonly object _lock = new();

    /// <summary>Who has waited longest, and who came last; a doubly linked list.</summary>
    private Waiter? _first, _last;

    /// <summary>Waiters that are not in use, linked by <see cref="Waiter.Next"/>.</summary>
    private Waiter? _spare;

    public ProductionGate(int permits) => _free = _permits = permits;

    public override ValueTask<Permit> EnterAsync(CancellationToken cancellationToken = default)
    {
        if (cancellationToken.IsCancellationRequested)
            return ValueTask.FromCanceled<Permit>(cancellationToken);
        return TryTake() ? new ValueTask<Permit>(PermitOf(this)) : WaitAsync(cancellationToken);
    }

    protected internal override void Exit()
    {
        while (Volatile.Read(ref _free) is >= 0 and var free)
        {
            if (free == _permits)
                throw new SynchronizationLockException("Every permit of the gate is back already.");
            if (Interlocked.CompareExchange(ref _free, free + 1, free) == free)
                return;
        }

        GrantOne();
    }

    private bool TryTake()
    {
        while (Volatile.Read(ref _free) is > 0 and var free)
            if (Interlocked.CompareExchange(ref _free, free - 1, free) == free)
                return true;
        return false;
    }

    /// <summary>Takes a permit that came back meanwhile, or queues.</summary>
    private ValueTask<Permit> WaitAsync(CancellationToken cancellationToken)
    {
        Waiter waiter;
        lock (_lock)
        {
            if (Interlocked.Decrement(ref _free) >= 0)
                return new ValueTask<Permit>(PermitOf(this));
            waiter = Rent();
            Append(waiter);
        }

        return waiter.WaitAsync(cancellationToken);
    }

    /// <summary>Hands a permit to who waited longest; where the last one has just given up, it is free.</summary>
    private void GrantOne()
    {
        Waiter next;
        lock (_lock)
        {
            Interlocked.Increment(ref _free);
            if (_first is null)
                return;
            next = _first;
            Remove(next);
        }

        next.Grant();
    }

    private Waiter Rent()
    {
        if (_spare is not { } waiter)
            return new Waiter(this);
        _spare = waiter.Next;
        waiter.Next = null;
        return waiter;
    }

    private void Return(Waiter waiter)
    {
        lock (_lock)
        {
            waiter.Next = _spare;
            _spare = waiter;
        }
    }

    private void Append(Waiter waiter)
    {
        waiter.IsQueued = true;
        waiter.Previous = _last;
        if (_last is null)
            _first = waiter;
        else
            _last.Next = waiter;
        _last = waiter;
    }

    private void Remove(Waiter waiter)
    {
        Debug.Assert(waiter.IsQueued, "Only who is queued leaves the queue.");
        waiter.IsQueued = false;
        if (waiter.Previous is null)
            _first = waiter.Next;
        else
            waiter.Previous.Next = waiter.Next;
        if (waiter.Next is null)
            _last = waiter.Previous;
        else
            waiter.Next.Previous = waiter.Previous;
        waiter.Next = waiter.Previous = null;
    }

    /// <summary>One who waits, again and again.</summary>
    private sealed class Waiter(ProductionGate gate) : IValueTaskSource<Permit>
    {
        private ManualResetValueTaskSourceCore<Permit> _core =
            new() { RunContinuationsAsynchronously = true };

        private CancellationTokenRegistration _registration;

        public Waiter? Next { get; set; }

        public Waiter? Previous { get; set; }

        /// <summary>Neither let in nor cancelled; guarded by the gate's lock.</summary>
        public bool IsQueued { get; set; }

        public ValueTask<Permit> WaitAsync(CancellationToken cancellationToken)
        {
            var version = _core.Version;
            if (cancellationToken.CanBeCanceled)
                _registration = cancellationToken.UnsafeRegister(
                    static (waiter, token) => ((Waiter)waiter!).Cancel(token), this);
            return new ValueTask<Permit>(this, version);
        }

        public void Grant() => _core.SetResult(PermitOf(gate));

        public Permit GetResult(short token)
        {
            // Waits for a cancellation that is under way, so that it cannot reach the next user of this object.
            _registration.Dispose();
            _registration = default;
            try
            {
                return _core.GetResult(token);
            }
            finally
            {
                _core.Reset();
                gate.Return(this);
            }
        }

        public ValueTaskSourceStatus GetStatus(short token) => _core.GetStatus(token);

        public void OnCompleted(
            Action<object?> continuation, object? state, short token, ValueTaskSourceOnCompletedFlags flags) =>
            _core.OnCompleted(continuation, state, token, flags);

        private void Cancel(CancellationToken token)
        {
            lock (gate._lock)
            {
                if (!IsQueued)
                    return;
                gate.Remove(this);
                Interlocked.Increment(ref gate._free);
            }

            _core.SetException(new OperationCanceledException(token));
        }
    }
}
