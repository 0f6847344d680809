using System.Text;

namespace Verified.Reference;

/// <summary>What every call of <see cref="IEventStore"/> must satisfy, whichever store it reaches.</summary>
/// <remarks>A caller that breaks these rules has a bug; it gets an exception before anything happens.</remarks>
public static class EventStoreArguments
{
    private static readonly UTF8Encoding s_utf8 = new(false, throwOnInvalidBytes: true);

    /// <exception cref="ArgumentException">The name is null, empty, or no well-formed text.</exception>
    public static void Check(StreamId stream) => CheckName(stream.Value, nameof(stream));

    /// <exception cref="ArgumentException">The id is null, empty, or no well-formed text.</exception>
    public static void Check(EventId id) => CheckName(id.Value, nameof(id));

    /// <exception cref="ArgumentException">The expectation is null, or an exact version below 0.</exception>
    public static void Check(ExpectedVersion expected)
    {
        ArgumentNullException.ThrowIfNull(expected);
        if (expected is ExpectedVersion.Exact(var version))
            ArgumentOutOfRangeException.ThrowIfNegative(version, nameof(expected));
    }

    /// <exception cref="ArgumentOutOfRangeException">A number is negative, or there is no such direction.</exception>
    public static void Check(ReadDirection direction, long from, int maxCount)
    {
        if (direction is not (ReadDirection.Forwards or ReadDirection.Backwards))
            throw new ArgumentOutOfRangeException(nameof(direction), direction, "Forwards or Backwards.");
        ArgumentOutOfRangeException.ThrowIfNegative(from);
        ArgumentOutOfRangeException.ThrowIfNegative(maxCount);
    }

    /// <summary>The batch, copied so that the caller's list may change.</summary>
    /// <exception cref="ArgumentException">The batch is null or empty, an event or its type is null, an id repeats, or
    /// a text is not well-formed.</exception>
    public static EventData[] CheckBatch(IReadOnlyList<EventData> events)
    {
        ArgumentNullException.ThrowIfNull(events);
        EventData[] batch = [.. events];
        if (batch.Length == 0)
            throw new ArgumentException("A batch holds at least one event.", nameof(events));
        var ids = batch.Length == 1 ? null : new HashSet<EventId>(batch.Length);
        foreach (var next in batch)
        {
            Check(next, nameof(events));
            if (ids?.Add(next.Id) == false)
                throw new ArgumentException($"The id '{next.Id}' repeats in the batch.", nameof(events));
        }

        return batch;
    }

    /// <exception cref="ArgumentException">The event or its type is null, or a text is not well-formed.</exception>
    internal static void Check(EventData? data, string parameter)
    {
        if (data is null)
            throw new ArgumentException("An event of the batch is null.", parameter);
        CheckName(data.Id.Value, parameter);
        CheckText(data.Type, parameter);
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
        if (HasSurrogate(text))
            CheckSurrogates(text, parameter);
    }

    /// <summary>Almost no name has one, and most are short: for those a loop is quicker than a search.</summary>
    private static bool HasSurrogate(string text)
    {
        if (text.Length > 16)
            return text.AsSpan().ContainsAnyInRange('\uD800', '\uDFFF');
        foreach (var unit in text)
            if (char.IsSurrogate(unit))
                return true;
        return false;
    }

    private static void CheckSurrogates(string text, string parameter)
    {
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
