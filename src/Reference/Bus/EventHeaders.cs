using System.Text.Json;

namespace Verified.Reference;

/// <summary>The headers of an event: the texts in its metadata, where that is a JSON object.</summary>
public static class EventHeaders
{
    /// <summary>The headers; none where the metadata is something else. O(metadata).</summary>
    public static EquatableMap<string, string> Of(EventData data)
    {
        if (data.Metadata.IsEmpty)
            return default;
        try
        {
            using var document = JsonDocument.Parse(data.Metadata);
            return document.RootElement.ValueKind == JsonValueKind.Object ? Texts(document.RootElement) : default;
        }
        catch (JsonException)
        {
            return default; // metadata is opaque; this is another kind of it
        }
    }

    /// <summary>Metadata that holds these headers.</summary>
    public static byte[] Write(IEnumerable<KeyValuePair<string, string>> headers)
    {
        using var stream = new MemoryStream();
        using (var writer = new Utf8JsonWriter(stream))
        {
            writer.WriteStartObject();
            foreach (var (name, value) in headers)
                writer.WriteString(name, value);
            writer.WriteEndObject();
        }

        return stream.ToArray();
    }

    private static EquatableMap<string, string> Texts(JsonElement metadata)
    {
        var texts = new SortedDictionary<string, string>(StringComparer.Ordinal);
        foreach (var property in metadata.EnumerateObject())
            if (property.Value.ValueKind == JsonValueKind.String)
                texts[property.Name] = property.Value.GetString()!;
        return EquatableMap.From(EquatableSet.From(texts.Keys), name => texts[name]);
    }
}
