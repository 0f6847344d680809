using System.Text;
using Verified.Reference;

namespace Verified.Oracle.History;

/// <content>Reads single values.</content>
internal static partial class LineParser
{
    private static bool Natural(ref JsonScanner json, out long value)
    {
        json.Peek();
        var start = json.Offset;
        if (!json.Int64(out value)) return false;
        return value >= 0 || json.Fail(Codes.MistypedField, start, "the value is negative", "an integer of 0 or above");
    }

    /// <summary>A version somebody expects: room is left above, so that arithmetic on it cannot overflow.</summary>
    private static bool ExpectedVersion(ref JsonScanner json, out long value)
    {
        json.Peek();
        var start = json.Offset;
        if (!Natural(ref json, out value)) return false;
        return value < HighestNumber || json.Fail(
            Codes.NumberTooLarge, start, "a version of 2^62 or above", "an integer from 0 to 2^62-1");
    }

    /// <summary>A position, as the system told it: one below 0 is a lie for the rules to judge, not a fault of the file.</summary>
    private static bool Position(ref JsonScanner json, out long value)
    {
        json.Peek();
        var start = json.Offset;
        if (!json.Int64(out value)) return false;
        return value < HighestNumber || json.Fail(
            Codes.NumberTooLarge, start, "a position of 2^62 or above", "an integer below 2^62");
    }

    /// <summary>Where a read begins; 2^62 and above all mean the end.</summary>
    private static bool From(ref JsonScanner json, out long value)
    {
        var read = Natural(ref json, out value);
        value = Math.Min(value, HighestNumber);
        return read;
    }

    private static bool Name(ref JsonScanner json, out Hash128 name)
    {
        name = default;
        if (!json.String(out var bytes)) return false;
        name = Hash128.Of(bytes);
        return true;
    }

    private static bool Type(ref JsonScanner json, out LineType type)
    {
        type = default;
        json.Peek();
        var start = json.Offset;
        if (!json.String(out var name)) return false;
        if (name.SequenceEqual("ok"u8)) type = LineType.Ok;
        else if (name.SequenceEqual("invoke"u8)) type = LineType.Invoke;
        else if (name.SequenceEqual("info"u8)) type = LineType.Info;
        else if (name.SequenceEqual("fail"u8)) type = LineType.Fail;
        else return json.Fail(Codes.Type, start, $"unknown type {Quote(name)}", "invoke, ok, fail or info");
        return true;
    }

    private static bool Function(ref JsonScanner json, out LineFunction function)
    {
        json.Peek();
        var start = json.Offset;
        function = default;
        if (!json.String(out var name)) return false;
        if (FunctionNames.Find(name) is not { } known)
            return json.Fail(Codes.Function, start, $"unknown f {Quote(name)}", $"one of {FunctionNames.All}");
        function = known;
        return true;
    }

    private static bool Direction(ref JsonScanner json, out bool backwards)
    {
        backwards = false;
        json.Peek();
        var start = json.Offset;
        if (!json.String(out var name)) return false;
        backwards = name.SequenceEqual("backwards"u8);
        return backwards || name.SequenceEqual("forwards"u8)
            || json.Fail(Codes.MistypedField, start, $"unknown direction {Quote(name)}", "forwards or backwards");
    }

    private static bool Expected(ref JsonScanner json, HistoryLine line)
    {
        const string form = "a version of 0 or above, \"any\", \"no-stream\" or \"stream-exists\"";
        var c = json.Peek();
        var start = json.Offset;
        if (c is (byte)'-' or >= (byte)'0' and <= (byte)'9')
        {
            line.Expected = Expectation.Exact;
            return c == '-'
                ? json.Fail(Codes.MistypedField, start, "the value is negative", form)
                : ExpectedVersion(ref json, out line.ExpectedVersion);
        }

        if (c != '"') return json.Mistyped(form);
        if (!json.String(out var name)) return false;
        if (name.SequenceEqual("any"u8)) line.Expected = Expectation.Any;
        else if (name.SequenceEqual("no-stream"u8)) line.Expected = Expectation.NoStream;
        else if (name.SequenceEqual("stream-exists"u8)) line.Expected = Expectation.StreamExists;
        else return json.Fail(Codes.MistypedField, start, $"unknown expectation {Quote(name)}", form);
        return true;
    }

    /// <summary>A step's number, or a number of steps.</summary>
    private static bool Step(ref JsonScanner json, out int value)
    {
        json.Peek();
        var start = json.Offset;
        value = 0;
        if (!json.Int64(out var number)) return false;
        if (number is < 1 or > HighestStep)
            return json.Fail(Codes.MistypedField, start, "no number of a step", $"an integer from 1 to {HighestStep}");
        value = (int)number;
        return true;
    }

    private static bool Promise(ref JsonScanner json, out EffectPromise promise)
    {
        promise = HeaderValues.Named(ref json, HeaderNames.Effects, Codes.MistypedField, "unknown promise");
        return json.Fault is null;
    }

    private static bool Outcome(ref JsonScanner json, out SagaOutcome outcome)
    {
        outcome = default;
        json.Peek();
        var start = json.Offset;
        if (!json.String(out var name)) return false;
        if (name.SequenceEqual("completed"u8)) outcome = SagaOutcome.Completed;
        else if (name.SequenceEqual("aborted"u8)) outcome = SagaOutcome.Aborted;
        else if (name.SequenceEqual("stuck"u8)) outcome = SagaOutcome.Stuck;
        else return json.Fail(Codes.MistypedField, start, $"unknown outcome {Quote(name)}", "completed, aborted or stuck");
        return true;
    }

    private static bool Content(ref JsonScanner json, out ulong content)
    {
        var read = Name(ref json, out var hash);
        content = hash.High | 1;
        return read;
    }

    /// <summary>A name as a person can read it: short, in quotes.</summary>
    private static string Quote(ReadOnlySpan<byte> name)
    {
        var text = Encoding.UTF8.GetString(name.Length > 40 ? name[..40] : name);
        return name.Length > 40 ? $"\"{text}…\"" : $"\"{text}\"";
    }
}
