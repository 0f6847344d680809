namespace Verified.Reference;

/// <summary>The actions of <c>EventStore</c>, with their arguments.</summary>
public abstract record EventStoreAction
{
    private EventStoreAction()
    {
    }

    /// <summary>Puts the batch behind the stream, in memory: decided and written in one step.</summary>
    /// <remarks>Source: <c>EventStore!AppendEvents</c>.</remarks>
    public sealed record AppendEvents(
        StreamId Stream, ExpectedVersion Expected, EquatableArray<EventId> Ids) : EventStoreAction;

    /// <summary>Turns an append down; nothing changes.</summary>
    /// <remarks>Source: <c>EventStore!RejectAppend</c>.</remarks>
    public sealed record RejectAppend(
        StreamId Stream, ExpectedVersion Expected, EquatableArray<EventId> Ids, AppendDecision Why)
        : EventStoreAction;

    /// <summary>Acknowledges an append that stands and is durable: a first attempt after its flush, or
    /// a retry.</summary>
    /// <remarks>Source: <c>EventStore!AcknowledgeAppend</c>.</remarks>
    public sealed record AcknowledgeAppend(
        StreamId Stream, ExpectedVersion Expected, EquatableArray<EventId> Ids) : EventStoreAction;

    /// <summary>Closes the stream, in memory. Its events stay; it takes no more.</summary>
    /// <remarks>Source: <c>EventStore!DeleteStream</c>.</remarks>
    public sealed record DeleteStream(StreamId Stream, ExpectedVersion Expected) : EventStoreAction;

    /// <summary>Turns a deletion down; nothing changes. Source: <c>EventStore!RejectDelete</c>.</summary>
    public sealed record RejectDelete(StreamId Stream, ExpectedVersion Expected) : EventStoreAction;

    /// <summary>Acknowledges a deletion, first or repeated, once it is durable.</summary>
    /// <remarks>Source: <c>EventStore!AcknowledgeDelete</c>.</remarks>
    public sealed record AcknowledgeDelete(StreamId Stream) : EventStoreAction;

    /// <summary>Forces all that is in memory to the disk, at once. Source: <c>EventStore!Flush</c>.</summary>
    public sealed record Flush : EventStoreAction;

    /// <summary>The process dies, at any time. Source: <c>EventStore!Crash</c>.</summary>
    public sealed record Crash : EventStoreAction;

    /// <summary>The process starts again, from the disk. Source: <c>EventStore!Recover</c>.</summary>
    public sealed record Recover : EventStoreAction;

    /// <summary>The first half of the mistake <see cref="EventStoreVariant.CheckThenAppend"/>.</summary>
    /// <remarks>Source: <c>EventStore!CheckAppend</c>.</remarks>
    public sealed record CheckAppend(
        StreamId Stream, ExpectedVersion Expected, EquatableArray<EventId> Ids) : EventStoreAction;

    /// <summary>Its second half. Source: <c>EventStore!WriteChecked</c>.</summary>
    public sealed record WriteChecked : EventStoreAction;
}
