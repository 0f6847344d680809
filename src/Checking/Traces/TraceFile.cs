using System.Text.Encodings.Web;
using System.Text.Json;
using Verified.Tla.Values;

namespace Verified.Checking.Traces;

/// <summary>Counterexamples as files: this tool's JSON, or the Informal Trace Format.</summary>
public static class TraceFile
{
    private static readonly JsonWriterOptions s_options = new()
    {
        Indented = true,
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    /// <summary>Whether a file of this name is in the Informal Trace Format: <c>….itf.json</c>.</summary>
    public static bool IsItf(string path) => path.EndsWith(".itf.json", StringComparison.OrdinalIgnoreCase);

    /// <summary>Writes the trace of a result to a stream.</summary>
    public static void Write(Stream stream, CheckResult result, bool isItf)
    {
        using var json = new Utf8JsonWriter(stream, s_options);
        json.WriteStartObject();
        if (isItf) WriteItf(json, result);
        else WriteOwn(json, result);
        json.WriteEndObject();
    }

    /// <summary>A state's values as either format writes them; two states are equal when these are.</summary>
    internal static string[] Texts(IReadOnlyList<Value> state, bool isItf)
    {
        var texts = new string[state.Count];
        for (var i = 0; i < texts.Length; i++) texts[i] = isItf ? ItfText(state[i]) : state[i].ToString();
        return texts;
    }

    private static string ItfText(Value value)
    {
        using var buffer = new MemoryStream();
        using (var json = new Utf8JsonWriter(buffer)) ItfValue.Write(json, value);
        using var document = JsonDocument.Parse(buffer.ToArray());
        return JsonSerializer.Serialize(document.RootElement);
    }

    private static void WriteItf(Utf8JsonWriter json, CheckResult result)
    {
        json.WriteStartObject("#meta");
        json.WriteString("format", "ITF");
        json.WriteString("format-description", "https://apalache-mc.org/docs/adr/015adr-trace.html");
        json.WriteString("source", result.Module);
        json.WriteString("property", result.Property);
        json.WriteEndObject();
        json.WriteStartArray("vars");
        foreach (var variable in result.Variables) json.WriteStringValue(variable);
        json.WriteEndArray();
        if (result.LoopStart is { } loop) json.WriteNumber("loop", loop);
        json.WriteStartArray("states");
        for (var i = 0; i < result.Trace.Length; i++)
        {
            json.WriteStartObject();
            json.WriteStartObject("#meta");
            json.WriteNumber("index", i);
            json.WriteString("action", result.Trace[i].Label);
            json.WriteEndObject();
            for (var v = 0; v < result.Variables.Length; v++)
            {
                json.WritePropertyName(result.Variables[v]);
                ItfValue.Write(json, result.Trace[i].State[v]);
            }

            json.WriteEndObject();
        }

        json.WriteEndArray();
    }

    private static void WriteOwn(Utf8JsonWriter json, CheckResult result)
    {
        json.WriteString("format", "verified-trace/1");
        json.WriteString("module", result.Module);
        json.WriteString("model", result.Model);
        json.WriteString("property", result.Property);
        if (result.LoopStart is { } loop) json.WriteNumber("loop", loop);
        json.WriteStartArray("trace");
        foreach (var step in result.Trace)
        {
            json.WriteStartObject();
            json.WriteString("action", step.Action);
            json.WriteStartObject("arguments");
            foreach (var (parameter, value) in step.Arguments) json.WriteString(parameter, value.ToString());
            json.WriteEndObject();
            json.WriteStartObject("state");
            for (var v = 0; v < result.Variables.Length; v++)
                json.WriteString(result.Variables[v], step.State[v].ToString());
            json.WriteEndObject();
            json.WriteEndObject();
        }

        json.WriteEndArray();
    }
}
