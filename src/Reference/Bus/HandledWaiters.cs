using System.Runtime.InteropServices;

namespace Verified.Reference;

/// <summary>Who waits until an event is handled. Thread-safe.</summary>
internal sealed class HandledWaiters
{
    private readonly Lock _gate = new();

    /// <summary>The one who came when there was none here; mostly the only one. Who comes takes a free place without
    /// the lock; only under it is the place freed.</summary>
    private HandledWaiter? _alone;

    /// <summary>The others: for each event the one who came last, and behind it those before.</summary>
    private readonly Dictionary<EventId, HandledWaiter> _waiters = [];

    /// <summary>A waiter that is not in use.</summary>
    private HandledWaiter? _spare;

    private int _count;

    /// <summary>Waits from now on. Told or not, each has to <see cref="Leave"/>.</summary>
    public HandledWaiter Enter(EventId id)
    {
        var waiter = Interlocked.Exchange(ref _spare, null) ?? new HandledWaiter(this);
        waiter.Event = id;
        if (Interlocked.CompareExchange(ref _alone, waiter, null) is not null)
            Add(waiter);
        return waiter;
    }

    /// <summary>Waits no longer.</summary>
    public void Leave(HandledWaiter waiter)
    {
        if (waiter.TryReset())
        {
            Volatile.Write(ref _spare, waiter);
            return;
        }

        lock (_gate)
            if (!waiter.IsTold)
                Remove(waiter);
    }

    /// <summary>The event is handled: all who wait for it go on.</summary>
    /// <param name="recorded">The event.</param>
    /// <param name="last">The run that ended last; null where there was none.</param>
    public void Tell(RecordedEvent recorded, EventContext? last)
    {
        if ((Volatile.Read(ref _alone) is not null || Volatile.Read(ref _count) > 0)
            && Take(recorded.Event.Id) is { } waiter)
            Tell(waiter, last?.Outcomes() ?? default);
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

    private void Add(HandledWaiter waiter)
    {
        lock (_gate)
        {
            ref var last = ref CollectionsMarshal.GetValueRefOrAddDefault(_waiters, waiter.Event, out _);
            waiter.Next = last;
            last = waiter;
            Volatile.Write(ref _count, _waiters.Count);
        }
    }

    private HandledWaiter? Take(EventId id)
    {
        lock (_gate)
        {
            HandledWaiter? last = null;
            if (_count > 0)
            {
                _waiters.Remove(id, out last);
                Volatile.Write(ref _count, _waiters.Count);
            }

            if (_alone is { } alone && alone.Event == id)
            {
                alone.Next = last;
                last = alone;
                Volatile.Write(ref _alone, null);
            }

            for (var waiter = last; waiter is not null; waiter = waiter.Next)
                waiter.IsTold = true;
            return last;
        }
    }

    private void Remove(HandledWaiter waiter)
    {
        if (_alone == waiter)
        {
            Volatile.Write(ref _alone, null);
            return;
        }

        ref var link = ref CollectionsMarshal.GetValueRefOrNullRef(_waiters, waiter.Event);
        if (link == waiter && waiter.Next is null)
        {
            _waiters.Remove(waiter.Event);
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
