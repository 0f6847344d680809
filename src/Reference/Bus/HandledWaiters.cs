using System.Runtime.InteropServices;

namespace Verified.Reference;

/// <summary>Who waits until an event is handled. Thread-safe.</summary>
internal sealed class HandledWaiters
{
    private readonly Lock _gate = new();
    private readonly Dictionary<EventId, Waiter> _waiters = [];
    private int _count;

    /// <summary>Completed with the outcomes.</summary>
    public sealed class Waiter()
        : TaskCompletionSource<EquatableArray<HandlerReport>>(TaskCreationOptions.RunContinuationsAsynchronously)
    {
        /// <summary>How many wait for it.</summary>
        internal int Waiting { get; set; }
    }

    /// <summary>Waits from now on; several may wait for one event. Told or not, each has to
    /// <see cref="Leave"/>.</summary>
    public Waiter Enter(EventId id)
    {
        lock (_gate)
        {
            ref var waiter = ref CollectionsMarshal.GetValueRefOrAddDefault(_waiters, id, out _);
            waiter ??= new Waiter();
            waiter.Waiting++;
            Volatile.Write(ref _count, _waiters.Count);
            return waiter;
        }
    }

    /// <summary>One of them waits no longer.</summary>
    /// <param name="id">The event.</param>
    /// <param name="waiter">Who waited; others may wait for the same event anew.</param>
    public void Leave(EventId id, Waiter waiter)
    {
        if (waiter.Task.IsCompleted)
            return; // it was told, and is out
        lock (_gate)
        {
            if (_waiters.TryGetValue(id, out var current) && current == waiter && --waiter.Waiting == 0)
                _waiters.Remove(id);
            Volatile.Write(ref _count, _waiters.Count);
        }
    }

    /// <summary>The event is handled: all who wait for it go on.</summary>
    public void Tell(EventRuns runs)
    {
        if (Volatile.Read(ref _count) > 0 && Remove(runs.Id) is { } waiter)
            waiter.SetResult(runs.Outcomes());
    }

    /// <summary>The event is handled, with these outcomes.</summary>
    public void Tell(EventId id, EquatableArray<HandlerReport> outcomes) => Remove(id)?.SetResult(outcomes);

    private Waiter? Remove(EventId id)
    {
        lock (_gate)
        {
            _waiters.Remove(id, out var waiter);
            Volatile.Write(ref _count, _waiters.Count);
            return waiter;
        }
    }
}
