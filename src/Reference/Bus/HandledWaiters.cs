using System.Runtime.InteropServices;

namespace Verified.Reference;

/// <summary>Who waits until an event is handled. Thread-safe.</summary>
internal sealed class HandledWaiters
{
    private readonly Lock _gate = new();

    /// <summary>For each event the one who came last, and behind it those before.</summary>
    private readonly Dictionary<EventId, HandledWaiter> _waiters = [];

    /// <summary>A waiter that is not in use.</summary>
    private HandledWaiter? _spare;

    private int _count;

    /// <summary>Waits from now on. Told or not, each has to <see cref="Leave"/>.</summary>
    public HandledWaiter Enter(EventId id)
    {
        var waiter = Interlocked.Exchange(ref _spare, null) ?? new HandledWaiter();
        lock (_gate)
        {
            ref var last = ref CollectionsMarshal.GetValueRefOrAddDefault(_waiters, id, out _);
            waiter.Next = last;
            last = waiter;
            Volatile.Write(ref _count, _waiters.Count);
            return waiter;
        }
    }

    /// <summary>Waits no longer.</summary>
    public void Leave(EventId id, HandledWaiter waiter)
    {
        if (waiter.TryReset())
        {
            Volatile.Write(ref _spare, waiter);
            return;
        }

        lock (_gate)
            if (!waiter.IsTold)
                Remove(id, waiter);
    }

    /// <summary>The event is handled: all who wait for it go on.</summary>
    public void Tell(EventRuns runs)
    {
        if (Volatile.Read(ref _count) > 0 && Take(runs.Id) is { } waiter)
            Tell(waiter, runs.Outcomes());
    }

    /// <summary>The event is handled, with these outcomes.</summary>
    public void Tell(EventId id, EquatableArray<HandlerReport> outcomes) => Tell(Take(id), outcomes);

    private static void Tell(HandledWaiter? waiter, EquatableArray<HandlerReport> outcomes)
    {
        while (waiter is not null)
        {
            var next = waiter.Next; // first: once it is told it may be in use again
            waiter.Tell(outcomes);
            waiter = next;
        }
    }

    private HandledWaiter? Take(EventId id)
    {
        lock (_gate)
        {
            _waiters.Remove(id, out var last);
            Volatile.Write(ref _count, _waiters.Count);
            for (var waiter = last; waiter is not null; waiter = waiter.Next)
                waiter.IsTold = true;
            return last;
        }
    }

    private void Remove(EventId id, HandledWaiter waiter)
    {
        ref var link = ref CollectionsMarshal.GetValueRefOrNullRef(_waiters, id);
        if (link == waiter && waiter.Next is null)
        {
            _waiters.Remove(id);
            Volatile.Write(ref _count, _waiters.Count);
            return;
        }

        if (link == waiter)
        {
            link = waiter.Next!;
            return;
        }

        var before = link;
        while (before.Next != waiter)
            before = before.Next!;
        before.Next = waiter.Next;
    }
}
