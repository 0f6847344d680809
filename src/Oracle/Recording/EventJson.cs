using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Verified.Oracle.History;
using Verified.Reference;

namespace Verified.Oracle;

/// <summary>Writes the members of a store's lines.</summary>
internal static class EventJson
{
    public static void Append(Utf8JsonWriter json, StreamId stream, ExpectedVersion expected, IReadOnlyList<EventData> events)
    {
        json.WriteString("stream", stream.Value);
        Expected(json, expected);
        json.WriteStartArray("events");
        foreach (var e in events)
        {
            json.WriteStartObject();
            Identity(json, e);
            json.WriteEndObject();
        }

        json.WriteEndArray();
    }

    public static void Expected(Utf8JsonWriter json, ExpectedVersion expected)
    {
        switch (expected)
        {
            case ExpectedVersion.Exact(var version) when version is >= 0 and < LineParser.HighestNumber:
                json.WriteNumber("expected", version);
                break;
            case ExpectedVersion.NoStream:
                json.WriteString("expected", "no-stream");
                break;
            case ExpectedVersion.StreamExists:
                json.WriteString("expected", "stream-exists");
                break;
            default:
                // Also an expectation that no stream can meet: what came of it is not judged by it.
                json.WriteString("expected", "any");
                break;
        }
    }

    public static void Place(Utf8JsonWriter json, long version, long position)
    {
        json.WriteNumber("version", version);
        json.WriteNumber("position", position);
    }

    public static void Range(Utf8JsonWriter json, ReadDirection direction, long from, int count, long first)
    {
        var backwards = direction == ReadDirection.Backwards;
        if (backwards) json.WriteString("direction", "backwards");
        if (backwards ? from != long.MaxValue : from > first) json.WriteNumber("from", Math.Max(from, 0));
        if (backwards && from < 0) count = 0;
        if (count != int.MaxValue) json.WriteNumber("count", Math.Max(count, 0));
    }

    public static void Events(Utf8JsonWriter json, IReadOnlyList<RecordedEvent> events, bool withStream)
    {
        json.WriteStartArray("events");
        foreach (var e in events)
        {
            json.WriteStartObject();
            Identity(json, e.Event);
            if (withStream) json.WriteString("stream", e.Stream.Value);
            Place(json, e.Version, e.Position);
            json.WriteEndObject();
        }

        json.WriteEndArray();
    }

    /// <summary>Ids of messages that are committed to be published; nothing where there are none.</summary>
    public static void Outbox(Utf8JsonWriter json, IReadOnlyCollection<string> ids)
    {
        if (ids.Count > 0) Ids(json, "outbox", ids);
    }

    public static void Ids(Utf8JsonWriter json, string name, IReadOnlyCollection<string> ids)
    {
        json.WriteStartArray(name);
        foreach (var id in ids)
        {
            json.WriteStartObject();
            json.WriteString("id", id);
            json.WriteEndObject();
        }

        json.WriteEndArray();
    }

    /// <summary>64 bits of SHA-256.</summary>
    public static string Hash(ReadOnlySpan<byte> content)
    {
        Span<byte> hash = stackalloc byte[SHA256.HashSizeInBytes];
        SHA256.HashData(content, hash);
        return Convert.ToHexStringLower(hash[..8]);
    }

    private static void Identity(Utf8JsonWriter json, EventData e)
    {
        json.WriteString("id", e.Id.Value);
        json.WriteString("hash", Hash(e));
    }

    /// <summary>64 bits of SHA-256 over type, data and metadata, each with its length before it.</summary>
    private static string Hash(EventData e)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        Add(hash, Encoding.UTF8.GetBytes(e.Type));
        Add(hash, e.Data.Span);
        Add(hash, e.Metadata.Span);
        return Convert.ToHexStringLower(hash.GetHashAndReset().AsSpan(0, 8));
    }

    private static void Add(IncrementalHash hash, ReadOnlySpan<byte> bytes)
    {
        hash.AppendData(BitConverter.GetBytes(bytes.Length));
        hash.AppendData(bytes);
    }
}
