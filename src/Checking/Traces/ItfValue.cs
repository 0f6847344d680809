using System.Text.Json;
using Verified.Tla.Values;

namespace Verified.Checking.Traces;

/// <summary>Writes values in the Informal Trace Format.</summary>
/// <remarks>Source: Apalache, ADR 015. Integers beyond 2^53 are strings under <c>#bigint</c>; sequences and tuples are arrays,
/// since TLA+ does not tell them apart; model values are strings.</remarks>
internal static class ItfValue
{
    private const long MostExact = (1L << 53) - 1;

    public static void Write(Utf8JsonWriter json, Value value)
    {
        System.Runtime.CompilerServices.RuntimeHelpers.EnsureSufficientExecutionStack();
        switch (value)
        {
            case BoolValue truth:
                json.WriteBooleanValue(truth.IsTrue);
                break;
            case IntValue number when number.TryGetInt64(out var small) && Math.Abs(small) <= MostExact:
                json.WriteNumberValue(small);
                break;
            case IntValue:
                Tagged(json, "#bigint", () => json.WriteStringValue(value.ToString()));
                break;
            case StringValue text:
                json.WriteStringValue(text.Text);
                break;
            case ModelValue model:
                json.WriteStringValue(model.Name);
                break;
            case SetValue { IsEnumerable: true, IsFinite: true } set:
                Tagged(json, "#set", () => Array(json, set.ToExplicit().Elements.ToArray()));
                break;
            case TupleValue tuple:
                Array(json, tuple.Items.ToArray());
                break;
            case RecordValue record:
                json.WriteStartObject();
                for (var i = 0; i < record.Count; i++)
                {
                    json.WritePropertyName(record.Shape.Names[i].Text);
                    Write(json, record.Values[i]);
                }

                json.WriteEndObject();
                break;
            case FunctionLike function:
                Tagged(json, "#map", () => Pairs(json, function.ToExplicit()));
                break;
            default:
                Tagged(json, "#unserializable", () => json.WriteStringValue(value.ToString()));
                break;
        }
    }

    private static void Tagged(Utf8JsonWriter json, string tag, Action content)
    {
        json.WriteStartObject();
        json.WritePropertyName(tag);
        content();
        json.WriteEndObject();
    }

    private static void Array(Utf8JsonWriter json, Value[] items)
    {
        json.WriteStartArray();
        foreach (var item in items) Write(json, item);
        json.WriteEndArray();
    }

    private static void Pairs(Utf8JsonWriter json, FunctionLike function)
    {
        json.WriteStartArray();
        for (var i = 0; i < function.Count; i++) Array(json, [function.ArgumentAt(i), function.ResultAt(i)]);
        json.WriteEndArray();
    }
}
