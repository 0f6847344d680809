using System.Numerics;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using Verified.Tla.Semantics;
using Verified.Tla.Values;
using static Verified.Tla.Modules.Arguments;

namespace Verified.Tla.Modules;

/// <summary>The module Json. Integers are exact at any size in both directions.</summary>
internal static class Json
{
    private static readonly JavaScriptEncoder s_encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping;

    public static readonly BuiltinOperator[] All =
    [
        BuiltinOperator.Of("ToJson", static v => StringValue.Of(ToText(v))),
        BuiltinOperator.Of("ToJsonArray", static v => StringValue.Of(ToText(v))),
        BuiltinOperator.Of("ToJsonObject", static v => StringValue.Of(ToObject(Function(v, "ToJsonObject")))),
        BuiltinOperator.Of("JsonSerialize", 2, static call => Serialize(call, "JsonSerialize", isLines: false), effect: true, ordered: true),
        BuiltinOperator.Of("ndJsonSerialize", 2, static call => Serialize(call, "ndJsonSerialize", isLines: true), effect: true, ordered: true),
        BuiltinOperator.Of("JsonDeserialize", static path =>
            Parse(Files.Read(Text(path, "JsonDeserialize"), "JsonDeserialize"), "JsonDeserialize")),
        BuiltinOperator.Of("ndJsonDeserialize", Lines),
    ];

    /// <summary>The value as JSON: sequences and sets are arrays, other functions objects, model values strings.</summary>
    /// <exception cref="ValueException">The value is infinite.</exception>
    public static string ToText(Value value)
    {
        var text = new StringBuilder();
        Write(value, text);
        return text.ToString();
    }

    private static string ToObject(FunctionLike function)
    {
        var text = new StringBuilder();
        WriteObject(function.ToExplicit(), text);
        return text.ToString();
    }

    private static void Write(Value value, StringBuilder text)
    {
        StackGuard.Require();
        switch (value)
        {
            case StringValue name:
                WriteString(name.Text, text);
                break;
            case ModelValue model:
                WriteString(model.Name, text);
                break;
            case BoolValue truth:
                text.Append(truth.IsTrue ? "true" : "false");
                break;
            case IntValue:
                text.Append(value);
                break;
            case SetValue set:
                WriteArray(set.ToExplicit().Elements, text);
                break;
            case FunctionLike function when SequenceOps.AsSequence(function) is { } sequence:
                WriteArray(sequence.Items, text);
                break;
            case FunctionLike function:
                WriteObject(function.ToExplicit(), text);
                break;
            default:
                throw new ValueException($"{value.Kind} has no form in JSON");
        }
    }

    private static void WriteString(string value, StringBuilder text) =>
        text.Append('"').Append(s_encoder.Encode(value)).Append('"');

    private static void WriteArray(ReadOnlySpan<Value> items, StringBuilder text)
    {
        text.Append('[');
        for (var i = 0; i < items.Length; i++)
        {
            if (i > 0) text.Append(',');
            Write(items[i], text);
        }

        text.Append(']');
    }

    private static void WriteObject(FunctionLike function, StringBuilder text)
    {
        text.Append('{');
        for (var i = 0; i < function.Count; i++)
        {
            if (i > 0) text.Append(',');
            var argument = function.ArgumentAt(i);
            WriteString(argument is StringValue name ? name.Text : argument.ToString(), text);
            text.Append(':');
            Write(function.ResultAt(i), text);
        }

        text.Append('}');
    }

    private static BoolValue Serialize(Invocation call, string op, bool isLines)
    {
        var text = new StringBuilder();
        if (!isLines && SequenceOps.AsSequence(call[1]) is null)
            text.Append(ToText(call[1])).Append('\n');
        else
        {
            var lines = Sequence(call[1], op).Items.ToArray().Select(ToText);
            text.Append(isLines ? string.Concat(lines.Select(l => l + "\n")) : $"[\n{string.Join(",\n", lines)}\n]\n");
        }

        Files.Write(Text(call[0], op), text.ToString(), op);
        return BoolValue.True;
    }

    private static TupleValue Lines(Value path)
    {
        const string op = "ndJsonDeserialize";
        var lines = Files.Read(Text(path, op), op).Split('\n', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);
        return TupleValue.Adopt([.. lines.Select(line => Parse(line, op))]);
    }

    private static Value Parse(string text, string op)
    {
        try
        {
            using var document = JsonDocument.Parse(text, new JsonDocumentOptions { MaxDepth = 512 });
            return ToValue(document.RootElement, op);
        }
        catch (JsonException fault)
        {
            throw new ValueException($"{op}: this is not JSON: {fault.Message}");
        }
    }

    private static Value ToValue(JsonElement json, string op) => json.ValueKind switch
    {
        JsonValueKind.True => BoolValue.True,
        JsonValueKind.False => BoolValue.False,
        JsonValueKind.String => StringValue.Of(json.GetString()!),
        JsonValueKind.Number => BigInteger.TryParse(
            json.GetRawText(), System.Globalization.NumberStyles.AllowLeadingSign,
            System.Globalization.CultureInfo.InvariantCulture, out var number)
            ? IntValue.Of(number)
            : throw new ValueException($"{op}: {json.GetRawText()} is no integer"),
        JsonValueKind.Array => TupleValue.Adopt([.. json.EnumerateArray().Select(item => ToValue(item, op))]),
        JsonValueKind.Object => ToRecord(json, op),
        _ => throw new ValueException($"{op}: null has no counterpart in TLA+"),
    };

    private static FunctionLike ToRecord(JsonElement json, string op)
    {
        var fields = new Dictionary<string, Value>(StringComparer.Ordinal);
        foreach (var field in json.EnumerateObject()) fields[field.Name] = ToValue(field.Value, op);
        return fields.Count == 0
            ? TupleValue.Empty
            : RecordValue.Of([.. fields.Keys.Select(StringValue.Of)], [.. fields.Values]);
    }
}
