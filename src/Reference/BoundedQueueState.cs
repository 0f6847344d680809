namespace Verified.Reference;

/// <summary>The constants of <c>BoundedQueue</c>.</summary>
/// <param name="Producers">Threads that put items.</param>
/// <param name="Consumers">Threads that take items.</param>
/// <param name="Capacity">How many items the buffer holds.</param>
/// <param name="MaxItems">How many items each producer puts.</param>
/// <param name="Variant">The design, or a mistake that must be found.</param>
public sealed record BoundedQueueModel(
    EquatableSet<ThreadId> Producers,
    EquatableSet<ThreadId> Consumers,
    int Capacity,
    int MaxItems,
    BoundedQueueVariant Variant);

/// <summary>A producer or a consumer; compared ordinally. Source: <c>BoundedQueue!Threads</c>.</summary>
public readonly record struct ThreadId(string Value) : IComparable<ThreadId>
{
    public int CompareTo(ThreadId other) => string.CompareOrdinal(Value, other.Value);

    public override string ToString() => Value;
}

/// <summary>The design of the queue, or a mistake in it. Source: <c>BoundedQueue!Variants</c>.</summary>
public enum BoundedQueueVariant
{
    Correct,

    /// <summary>A woken thread goes on without looking again: if, not while.</summary>
    NoRecheck,

    /// <summary>Producers and consumers wait in one wait set.</summary>
    OneCondition,
}

/// <summary>The n-th item of its producer. Source: <c>BoundedQueue!Items</c>.</summary>
public readonly record struct QueueItem(ThreadId Producer, int Number);

/// <summary>The variables of <c>BoundedQueue</c>.</summary>
/// <param name="Buffer">The items in the queue.</param>
/// <param name="Waiting">The threads that wait; a producer for NotFull, a consumer for NotEmpty.</param>
/// <param name="Woken">The threads that were signalled and did not get the lock again yet.</param>
/// <param name="Produced">History: the items that were put, in their order.</param>
/// <param name="Consumed">History: the items that were taken, in their order.</param>
public sealed record BoundedQueueState(
    EquatableArray<QueueItem> Buffer,
    EquatableSet<ThreadId> Waiting,
    EquatableSet<ThreadId> Woken,
    EquatableArray<QueueItem> Produced,
    EquatableArray<QueueItem> Consumed);

/// <summary>The actions of <c>BoundedQueue</c>, with their arguments.</summary>
public abstract record BoundedQueueAction
{
    private BoundedQueueAction()
    {
    }

    /// <summary>Puts the next item, and signals that the queue is not empty.</summary>
    /// <remarks>Source: <c>BoundedQueue!Put</c>.</remarks>
    /// <param name="Producer">The thread that puts.</param>
    /// <param name="Signalled">The one thread that the signal wakes, if any waits.</param>
    public sealed record Put(ThreadId Producer, EquatableSet<ThreadId> Signalled) : BoundedQueueAction;

    /// <summary>Finds the queue full, gives the lock back and waits, in one step.</summary>
    /// <remarks>Source: <c>BoundedQueue!WaitForSpace</c>.</remarks>
    public sealed record WaitForSpace(ThreadId Producer) : BoundedQueueAction;

    /// <summary>Takes the first item, and signals that the queue is not full.</summary>
    /// <remarks>Source: <c>BoundedQueue!Take</c>.</remarks>
    /// <param name="Consumer">The thread that takes.</param>
    /// <param name="Signalled">The one thread that the signal wakes, if any waits.</param>
    public sealed record Take(ThreadId Consumer, EquatableSet<ThreadId> Signalled) : BoundedQueueAction;

    /// <summary>Finds the queue empty, gives the lock back and waits, in one step.</summary>
    /// <remarks>Source: <c>BoundedQueue!WaitForItem</c>.</remarks>
    public sealed record WaitForItem(ThreadId Consumer) : BoundedQueueAction;

    /// <summary>The end: all items are consumed. Source: <c>BoundedQueue!Rest</c>.</summary>
    public sealed record Rest : BoundedQueueAction;
}
