namespace Verified.Reference;

/// <summary>An event as its producer hands it to the store.</summary>
/// <param name="Id">Identity, unique in the whole store for ever; a retry carries the same one.</param>
/// <param name="Type">The event's type, for example <c>order-created</c>.</param>
/// <param name="Data">The payload; opaque to the store.</param>
/// <param name="Metadata">Correlation, causation, trace context; opaque to the store.</param>
public sealed record EventData(
    EventId Id, string Type, ReadOnlyMemory<byte> Data, ReadOnlyMemory<byte> Metadata)
{
    /// <summary>Type, data and metadata are the same, byte for byte; what a retry must satisfy. O(bytes).</summary>
    public bool HasContentOf(EventData other) =>
        Type == other.Type
        && Data.Span.SequenceEqual(other.Data.Span)
        && Metadata.Span.SequenceEqual(other.Metadata.Span);
}

/// <summary>An event as the store holds it: immutable, at one version of one stream, at one position of the log.</summary>
/// <param name="Stream">The stream it belongs to.</param>
/// <param name="Version">Its index in the stream; the first is 0, and they are contiguous.</param>
/// <param name="Position">Its place in the global log; the first is 1, and commit order is position order.</param>
/// <param name="Event">What the producer handed over.</param>
/// <param name="RecordedAt">When the store accepted it, by the store's <see cref="TimeProvider"/>; an index, never an order.</param>
public sealed record RecordedEvent(
    StreamId Stream, long Version, long Position, EventData Event, DateTimeOffset RecordedAt);
