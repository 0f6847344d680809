using System.Text.Json;
using Verified.Tla.Source;

namespace Verified.Checking.Traces;

/// <summary>A trace read from a file: for each state the texts of the variables that the file gives.</summary>
/// <param name="States">From variable to text, in the form of <see cref="TraceFile"/>.</param>
/// <param name="Loop">Where the loop begins, from 0; null where there is none.</param>
/// <param name="IsItf">The file is in the Informal Trace Format.</param>
internal sealed record RecordedTrace(IReadOnlyList<IReadOnlyDictionary<string, string>> States, int? Loop, bool IsItf)
{
    /// <summary>The trace, or what is wrong with the file.</summary>
    public static (RecordedTrace? Trace, Diagnostic? Problem) Read(string path)
    {
        var file = SourceFile.Read(path);
        if (!file.IsRead) return (null, file.Diagnostic);
        try
        {
            using var document = JsonDocument.Parse(file.Text.Text, new JsonDocumentOptions { MaxDepth = 512 });
            return Of(document.RootElement) is { } trace
                ? (trace, null)
                : (null, new Diagnostic("VCH0301", new Location(path, 0, 0), "this is no trace",
                    "an object with \"states\" (Informal Trace Format) or \"trace\""));
        }
        catch (JsonException fault)
        {
            return (null, new Diagnostic("VCH0302",
                new Location(path, (int)(fault.LineNumber ?? 0) + 1, (int)(fault.BytePositionInLine ?? 0) + 1), "this is not JSON"));
        }
    }

    private static RecordedTrace? Of(JsonElement root)
    {
        if (root.ValueKind != JsonValueKind.Object) return null;
        int? loop = root.TryGetProperty("loop", out var start) && start.TryGetInt32(out var place) ? place : null;
        if (root.TryGetProperty("states", out var states) && states.ValueKind == JsonValueKind.Array)
            return new RecordedTrace(
                [.. states.EnumerateArray().Select(s => Variables(s, v => JsonSerializer.Serialize(v)))], loop, true);
        if (root.TryGetProperty("trace", out var steps) && steps.ValueKind == JsonValueKind.Array)
            return new RecordedTrace([.. steps.EnumerateArray().Select(s =>
                Variables(s.TryGetProperty("state", out var state) ? state : default, v => v.ToString()))], loop, false);
        return null;
    }

    private static Dictionary<string, string> Variables(JsonElement state, Func<JsonElement, string> text)
    {
        var variables = new Dictionary<string, string>(StringComparer.Ordinal);
        if (state.ValueKind != JsonValueKind.Object) return variables;
        foreach (var variable in state.EnumerateObject())
            if (variable.Name != "#meta")
                variables[variable.Name] = text(variable.Value);
        return variables;
    }
}
