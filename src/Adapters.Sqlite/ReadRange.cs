using Verified.Reference;

namespace Verified.Adapters.Sqlite;

/// <summary>What is left to read: versions of a stream, or positions of the log, between two bounds.</summary>
/// <param name="Stream">The stream, or null for the log.</param>
/// <param name="Direction">Which bound is read first.</param>
/// <param name="Low">The lowest version or position, inclusive.</param>
/// <param name="High">The highest, inclusive; below <paramref name="Low"/> where nothing is left.</param>
internal readonly record struct ReadRange(StreamId? Stream, ReadDirection Direction, long Low, long High)
{
    /// <summary>A page ends after this many events, ...</summary>
    public const int PageEvents = 256;

    /// <summary>... or with the event that makes its payloads this large, in bytes.</summary>
    public const long PageBytes = 1 << 20;

    public bool IsEmpty => Low > High;

    /// <summary>What a read from <paramref name="from"/> covers of a stream or log that ends at
    /// <paramref name="last"/>: later events are for a later read.</summary>
    public static ReadRange From(StreamId? stream, ReadDirection direction, long from, long last) =>
        direction == ReadDirection.Forwards
            ? new ReadRange(stream, direction, from, last)
            : new ReadRange(stream, direction, 0, Math.Min(from, last));

    /// <summary>What is left once <paramref name="read"/> was.</summary>
    public ReadRange After(RecordedEvent read)
    {
        var at = Stream is null ? read.Position : read.Version;
        return Direction == ReadDirection.Forwards
            ? this with { Low = at + 1 }
            : this with { High = at - 1 };
    }
}
