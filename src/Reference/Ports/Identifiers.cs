namespace Verified.Reference;

/// <summary>The name of a stream; compared ordinally. Never null or empty once validated by a port.</summary>
/// <remarks>Source: <c>EventStore</c>, CONSTANT <c>Streams</c>.</remarks>
public readonly record struct StreamId(string Value) : IComparable<StreamId>
{
    public int CompareTo(StreamId other) => string.CompareOrdinal(Value, other.Value);

    public override string ToString() => Value;
}

/// <summary>The identity of an event, unique in the whole store for ever; compared ordinally.</summary>
/// <remarks>Source: <c>EventStore</c>, CONSTANT <c>Ids</c>.</remarks>
public readonly record struct EventId(string Value) : IComparable<EventId>
{
    public int CompareTo(EventId other) => string.CompareOrdinal(Value, other.Value);

    public override string ToString() => Value;
}
