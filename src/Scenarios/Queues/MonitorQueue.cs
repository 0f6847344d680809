using System.Globalization;
using Verified.Concurrency;
using Verified.Reference;

namespace Verified.Scenarios;

/// <summary>A bounded queue as a monitor: one gate, two conditions, and a second look after each wait.</summary>
/// <remarks>Tells each step under its name in <c>BoundedQueue</c>, as it is taken. To an onlooker it is a bus with one topic
/// and one consumer, which all that take are together.</remarks>
internal sealed class MonitorQueue
{
    private readonly int _capacity;
    private readonly BoundedQueueVariant _variant;
    private readonly Action<BoundedQueueAction> _observer;
    private readonly QueueWatch _watch;
    private readonly Gate _gate;
    private readonly WaitSet _notFull;
    private readonly WaitSet _notEmpty;
    private readonly Queue<QueueItem> _buffer = new();

    public MonitorQueue(
        Runtime runtime, int capacity, BoundedQueueVariant variant, Action<BoundedQueueAction> observer, QueueWatch watch)
    {
        (_capacity, _variant, _observer, _watch) = (capacity, variant, observer, watch);
        _gate = runtime.CreateGate("queue");
        _notFull = new WaitSet(runtime.CreateCondition("not full", _gate));
        _notEmpty = variant == BoundedQueueVariant.OneCondition
            ? _notFull
            : new WaitSet(runtime.CreateCondition("not empty", _gate));
    }

    /// <summary>Source: <c>BoundedQueue!Put</c>, <c>BoundedQueue!WaitForSpace</c>.</summary>
    public async ValueTask PutAsync(QueueItem item)
    {
        var putting = _watch.Putting(NameOf(item));
        using var permit = await _gate.EnterAsync();
        while (_buffer.Count >= _capacity)
        {
            _observer(new BoundedQueueAction.WaitForSpace(item.Producer));
            await _notFull.WaitAsync(item.Producer);
            if (_variant == BoundedQueueVariant.NoRecheck)
                break;
        }

        _buffer.Enqueue(item);
        _watch.Put(putting);
        _observer(new BoundedQueueAction.Put(item.Producer, _notEmpty.Pulse()));
    }

    /// <summary>Source: <c>BoundedQueue!Take</c>, <c>BoundedQueue!WaitForItem</c>.</summary>
    public async ValueTask<QueueItem> TakeAsync(ThreadId consumer)
    {
        using var permit = await _gate.EnterAsync();
        while (_buffer.Count == 0)
        {
            _observer(new BoundedQueueAction.WaitForItem(consumer));
            await _notEmpty.WaitAsync(consumer);
            if (_variant == BoundedQueueVariant.NoRecheck)
                break;
        }

        Claim.Holds(_buffer.TryDequeue(out var item), "who takes finds an item");
        _watch.Took(NameOf(item));
        _observer(new BoundedQueueAction.Take(consumer, _notFull.Pulse()));
        return item;
    }

    private static string NameOf(QueueItem item) => string.Create(CultureInfo.InvariantCulture, $"{item.Producer}.{item.Number}");

    /// <summary>A condition, and who waits for it, the longest first: a pulse wakes that one.</summary>
    private sealed class WaitSet(Condition condition)
    {
        private readonly Queue<ThreadId> _waiting = new();

        public ValueTask WaitAsync(ThreadId thread)
        {
            _waiting.Enqueue(thread);
            return condition.WaitAsync();
        }

        /// <returns>Whom it wakes.</returns>
        public EquatableSet<ThreadId> Pulse()
        {
            condition.Pulse();
            return _waiting.TryDequeue(out var woken) ? [woken] : [];
        }
    }
}
