using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using Verified.Checking;

namespace Verified.Cli;

/// <summary>Writes the document of <c>verified check --json</c>.</summary>
internal static class CheckJson
{
    /// <summary>The names and values of models are TLA+ text: escaping what only HTML would misread makes it worse.</summary>
    private static readonly JsonWriterOptions s_options = new()
    {
        Indented = true, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    /// <summary>Writes the array of results, and a line feed.</summary>
    public static void Write(TextWriter output, IEnumerable<CheckResult> results)
    {
        using var buffer = new MemoryStream();
        using (var json = new Utf8JsonWriter(buffer, s_options))
        {
            json.WriteStartArray();
            foreach (var result in results) Write(json, result);
            json.WriteEndArray();
        }

        output.WriteLine(Encoding.UTF8.GetString(buffer.GetBuffer().AsSpan(0, (int)buffer.Length)));
    }

    private static void Write(Utf8JsonWriter json, CheckResult result)
    {
        json.WriteStartObject();
        json.WriteString("model", result.Model);
        json.WriteString("module", result.Module);
        json.WriteString("mode", "exhaustive");
        json.WriteString("result", VerdictText.Name(result.Verdict));
        json.WriteString("property", result.Property);
        json.WriteNumber("distinct", result.Distinct);
        json.WriteNumber("generated", result.Generated);
        json.WriteNumber("depth", result.Depth);
        json.WriteNumber("seconds", Math.Round(result.Seconds, 3));
        json.WriteStartArray("trace");
        foreach (var step in result.Trace) Write(json, result, step);
        json.WriteEndArray();
        json.WriteEndObject();
    }

    private static void Write(Utf8JsonWriter json, CheckResult result, TraceStep step)
    {
        json.WriteStartObject();
        json.WriteString("action", step.Action);
        json.WriteStartObject("arguments");
        foreach (var (parameter, value) in step.Arguments) json.WriteString(parameter, value.ToString());
        json.WriteEndObject();
        json.WriteStartObject("state");
        for (var v = 0; v < step.State.Length; v++) json.WriteString(result.Variables[v], step.State[v].ToString());
        json.WriteEndObject();
        json.WriteEndObject();
    }
}
