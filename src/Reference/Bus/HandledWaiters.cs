namespace Verified.Reference;

/// <summary>Who waits until an event is handled. Thread-safe.</summary>
internal sealed class HandledWaiters
{
    private readonly Lock _gate = new();
    private readonly Dictionary<EventId, Waiter> _waiters = [];
    private int _count;

    /// <summary>Waits from now on; several may wait for one event. Told or not, each has to
    /// <see cref="Leave"/>.</summary>
    public Task<EquatableArray<HandlerReport>> Enter(EventId id)
    {
        lock (_gate)
        {
            if (!_waiters.TryGetValue(id, out var waiter))
                _waiters.Add(id, waiter = new Waiter());
            waiter.Waiting++;
            Volatile.Write(ref _count, _waiters.Count);
            return waiter.Handled.Task;
        }
    }

    /// <summary>One of them waits no longer.</summary>
    /// <param name="id">The event.</param>
    /// <param name="handled">What it waited for; others may wait for the same event anew.</param>
    public void Leave(EventId id, Task handled)
    {
        lock (_gate)
        {
            if (_waiters.TryGetValue(id, out var waiter) && waiter.Handled.Task == handled && --waiter.Waiting == 0)
                _waiters.Remove(id);
            Volatile.Write(ref _count, _waiters.Count);
        }
    }

    /// <summary>The event is handled: all who wait for it go on.</summary>
    public void Tell(EventId id, EventRuns? runs)
    {
        if (Volatile.Read(ref _count) > 0)
            Tell(id, runs?.Outcomes ?? []);
    }

    /// <summary>The event is handled, with these outcomes.</summary>
    public void Tell(EventId id, EquatableArray<HandlerReport> outcomes)
    {
        Waiter? waiter;
        lock (_gate)
        {
            if (!_waiters.Remove(id, out waiter))
                return;
            Volatile.Write(ref _count, _waiters.Count);
        }

        waiter.Handled.SetResult(outcomes);
    }

    private sealed class Waiter
    {
        public TaskCompletionSource<EquatableArray<HandlerReport>> Handled { get; } =
            new(TaskCreationOptions.RunContinuationsAsynchronously);

        public int Waiting { get; set; }
    }
}
