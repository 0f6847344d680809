using System.Text;
using Verified.Reference;

namespace Verified.Adapters.Sqlite;

/// <summary>What every call must satisfy before it reaches the file.</summary>
internal static class Arguments
{
    /// <summary>SQLite's limit for one row, less room for the other columns; in bytes.</summary>
    private const long MaxEventBytes = 999_000_000;

    private static readonly UTF8Encoding s_utf8 = new(false, throwOnInvalidBytes: true);

    public static void Check(StreamId stream) => CheckName(stream.Value, nameof(stream));

    public static void Check(EventId id) => CheckName(id.Value, nameof(id));

    public static void Check(ExpectedVersion expected)
    {
        ArgumentNullException.ThrowIfNull(expected);
        if (expected is ExpectedVersion.Exact(var version))
            ArgumentOutOfRangeException.ThrowIfNegative(version, nameof(expected));
    }

    public static void Check(ReadDirection direction, long from, int maxCount)
    {
        if (direction is not (ReadDirection.Forwards or ReadDirection.Backwards))
            throw new ArgumentOutOfRangeException(nameof(direction), direction, "Forwards or Backwards.");
        ArgumentOutOfRangeException.ThrowIfNegative(from);
        ArgumentOutOfRangeException.ThrowIfNegative(maxCount);
    }

    /// <summary>The batch, copied so that the caller's list may change.</summary>
    public static EventData[] Check(IReadOnlyList<EventData> events)
    {
        ArgumentNullException.ThrowIfNull(events);
        EventData[] batch = [.. events];
        if (batch.Length == 0)
            throw new ArgumentException("A batch holds at least one event.", nameof(events));
        var ids = new HashSet<EventId>(batch.Length);
        foreach (var next in batch)
        {
            if (next is null)
                throw new ArgumentException("An event of the batch is null.", nameof(events));
            CheckName(next.Id.Value, nameof(events));
            CheckText(next.Type, nameof(events));
            if (!ids.Add(next.Id))
                throw new ArgumentException($"The id '{next.Id}' repeats in the batch.", nameof(events));
            if ((long)next.Data.Length + next.Metadata.Length > MaxEventBytes)
                throw new ArgumentException(
                    $"The event '{next.Id}' is larger than {MaxEventBytes} bytes.", nameof(events));
        }

        return batch;
    }

    private static void CheckName(string? name, string parameter)
    {
        if (string.IsNullOrEmpty(name))
            throw new ArgumentException("A stream and an event have a name that is not empty.", parameter);
        CheckText(name, parameter);
    }

    /// <summary>Half a surrogate pair has no UTF-8, and replacing it would merge names that differ.</summary>
    private static void CheckText(string? text, string parameter)
    {
        if (text is null)
            throw new ArgumentNullException(parameter);
        try
        {
            s_utf8.GetByteCount(text);
        }
        catch (EncoderFallbackException malformed)
        {
            throw new ArgumentException(
                "The text is not well-formed UTF-16: it holds half a surrogate pair.", parameter, malformed);
        }
    }
}
