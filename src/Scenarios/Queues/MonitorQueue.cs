using Verified.Concurrency;
using Verified.Reference;

namespace Verified.Scenarios;

/// <summary>A bounded queue as a monitor: one gate, two conditions, and a second look after each wait.</summary>
/// <remarks>Source: <c>BoundedQueue</c>.</remarks>
internal sealed class MonitorQueue<T>
{
    private readonly int _capacity;
    private readonly BoundedQueueVariant _variant;
    private readonly Gate _gate;
    private readonly Condition _notFull;
    private readonly Condition _notEmpty;
    private readonly Queue<T> _buffer = new();

    public MonitorQueue(Runtime runtime, int capacity, BoundedQueueVariant variant = BoundedQueueVariant.Correct)
    {
        (_capacity, _variant) = (capacity, variant);
        _gate = runtime.CreateGate("queue");
        _notFull = runtime.CreateCondition("not full", _gate);
        _notEmpty = variant == BoundedQueueVariant.OneCondition
            ? _notFull
            : runtime.CreateCondition("not empty", _gate);
    }

    /// <summary>Source: <c>BoundedQueue!Put</c>, <c>BoundedQueue!WaitForSpace</c>.</summary>
    public async ValueTask PutAsync(T item)
    {
        using var permit = await _gate.EnterAsync();
        while (_buffer.Count >= _capacity)
        {
            await _notFull.WaitAsync();
            if (_variant == BoundedQueueVariant.NoRecheck)
                break;
        }

        _buffer.Enqueue(item);
        Claim.Holds(_buffer.Count <= _capacity, $"the queue holds no more than {_capacity}");
        _notEmpty.Pulse();
    }

    /// <summary>Source: <c>BoundedQueue!Take</c>, <c>BoundedQueue!WaitForItem</c>.</summary>
    public async ValueTask<T> TakeAsync()
    {
        using var permit = await _gate.EnterAsync();
        while (_buffer.Count == 0)
        {
            await _notEmpty.WaitAsync();
            if (_variant == BoundedQueueVariant.NoRecheck)
                break;
        }

        Claim.Holds(_buffer.Count > 0, "who takes finds an item");
        var item = _buffer.Dequeue();
        _notFull.Pulse();
        return item;
    }
}
