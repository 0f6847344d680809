using System.Text;

namespace Verified.Oracle.History;

/// <summary>Reads one line of an <c>eda/1</c> history into a <see cref="HistoryLine"/>.</summary>
internal static class LineParser
{
    /// <summary>Versions and positions are below; a read from here is a read from the end.</summary>
    public const long HighestNumber = 1L << 62;

    /// <summary>Parses a line; null, or why it cannot be read. O(length); allocates for faults and escapes only.</summary>
    public static ScanFault? Parse(ReadOnlySpan<byte> bytes, HistoryLine line)
    {
        line.Clear();
        var json = new JsonScanner(bytes);
        if (json.Expect((byte)'{'))
        {
            do
            {
                if (!json.Name(out var name) || !Member(ref json, name, line)) return json.Fault;
            }
            while (json.Continues((byte)'}'));
        }

        if (json.Fault is not null || !json.AtEnd()) return json.Fault;
        return Required(line, bytes.Length);
    }

    private static bool Member(ref JsonScanner json, ReadOnlySpan<byte> name, HistoryLine line)
    {
        var field = FieldOf(name);
        if (field == Fields.None) return json.Skip();
        if (!Once(ref json, name, field, ref line.Present)) return false;
        switch (field)
        {
            case Fields.Index: return Natural(ref json, out line.Index);
            case Fields.Time: return json.Int64(out line.Time);
            case Fields.Process: return json.Int64(out line.Process);
            case Fields.Op: return json.Int64(out _);
            case Fields.Type: return Type(ref json, out line.Type);
            case Fields.Function: return Function(ref json, out line.Function);
            case Fields.Stream: return Name(ref json, out line.Stream);
            case Fields.Subscription: return Name(ref json, out line.Subscription);
            case Fields.Expected: return Expected(ref json, line);
            case Fields.Events: return Events(ref json, line);
            case Fields.Version: return json.Int64(out line.Version);
            case Fields.Position: return Position(ref json, out line.Position);
            case Fields.From: return From(ref json, out line.From);
            case Fields.Count: return Natural(ref json, out line.Count);
            case Fields.Direction: return Direction(ref json, out line.Backwards);
            case Fields.Idempotent: return json.Boolean(out line.Idempotent);
            case Fields.Partial: return json.Boolean(out line.Partial);
            case Fields.Start: return json.Boolean(out line.Start);
            case Fields.Error: return json.Skip();
            default:
                // `id` and `hash` belong to events; on a line they mean nothing.
                line.Present &= ~field;
                return json.Skip();
        }
    }

    /// <summary>Members whose names this version does not know are skipped, so that recorders may add their own.</summary>
    private static Fields FieldOf(ReadOnlySpan<byte> name) => name.Length switch
    {
        1 => name[0] == 'f' ? Fields.Function : Fields.None,
        2 => name.SequenceEqual("op"u8) ? Fields.Op : name.SequenceEqual("id"u8) ? Fields.Id : Fields.None,
        4 => name.SequenceEqual("time"u8) ? Fields.Time
            : name.SequenceEqual("type"u8) ? Fields.Type
            : name.SequenceEqual("hash"u8) ? Fields.Hash
            : name.SequenceEqual("from"u8) ? Fields.From : Fields.None,
        5 => name.SequenceEqual("index"u8) ? Fields.Index
            : name.SequenceEqual("count"u8) ? Fields.Count
            : name.SequenceEqual("start"u8) ? Fields.Start
            : name.SequenceEqual("error"u8) ? Fields.Error : Fields.None,
        6 => name.SequenceEqual("stream"u8) ? Fields.Stream
            : name.SequenceEqual("events"u8) ? Fields.Events : Fields.None,
        7 => name.SequenceEqual("process"u8) ? Fields.Process
            : name.SequenceEqual("version"u8) ? Fields.Version
            : name.SequenceEqual("partial"u8) ? Fields.Partial : Fields.None,
        8 => name.SequenceEqual("expected"u8) ? Fields.Expected
            : name.SequenceEqual("position"u8) ? Fields.Position : Fields.None,
        9 => name.SequenceEqual("direction"u8) ? Fields.Direction : Fields.None,
        10 => name.SequenceEqual("idempotent"u8) ? Fields.Idempotent : Fields.None,
        12 => name.SequenceEqual("subscription"u8) ? Fields.Subscription : Fields.None,
        _ => Fields.None,
    };

    private static bool Once(ref JsonScanner json, ReadOnlySpan<byte> name, Fields field, ref Fields present)
    {
        if ((present & field) != 0)
        {
            return json.Fail(
                Codes.DuplicateField,
                json.Offset,
                $"the field \"{Encoding.UTF8.GetString(name)}\" is here twice",
                "each field once");
        }

        present |= field;
        return true;
    }

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

    private static bool Events(ref JsonScanner json, HistoryLine line)
    {
        if (json.Peek() != '[') return json.Mistyped("an array of events");
        json.Offset++;
        if (json.Peek() == ']')
        {
            json.Offset++;
            return true;
        }

        do
        {
            if (!Event(ref json, ref line.AddEvent())) return false;
        }
        while (json.Continues((byte)']'));
        return json.Fault is null;
    }

    private static bool Event(ref JsonScanner json, ref EventRef e)
    {
        if (json.Peek() != '{') return json.Mistyped("an event: an object with an \"id\"");
        var start = json.Offset++;
        do
        {
            if (!json.Name(out var name)) return false;
            var field = FieldOf(name) & (Fields.Id | Fields.Hash | Fields.Stream | Fields.Version | Fields.Position);
            if (field != Fields.None && !Once(ref json, name, field, ref e.Present)) return false;
            var read = field switch
            {
                Fields.Id => Name(ref json, out e.Id),
                Fields.Hash => Content(ref json, out e.Content),
                Fields.Stream => Name(ref json, out e.Stream),
                Fields.Version => json.Int64(out e.Version),
                Fields.Position => Position(ref json, out e.Position),
                _ => json.Skip(),
            };
            if (!read) return false;
        }
        while (json.Continues((byte)'}'));
        if (json.Fault is not null) return false;
        return (e.Present & Fields.Id) != 0
            || json.Fail(Codes.MissingField, start, "an event without \"id\"", "\"id\", the event's identity");
    }

    private static bool Content(ref JsonScanner json, out ulong content)
    {
        var read = Name(ref json, out var hash);
        content = hash.High | 1;
        return read;
    }

    private static ScanFault? Required(HistoryLine line, int end)
    {
        const Fields always = Fields.Index | Fields.Process | Fields.Type | Fields.Function;
        var missing = (always | NeededBy(line)) & ~line.Present;
        if (missing != Fields.None) return Missing(FirstOf(missing), line, end);
        if (line.Function == LineFunction.Append && line.Type == LineType.Invoke && line.EventCount == 0)
            return new ScanFault(Codes.MissingField, 0, "an append of no events", "at least one event in \"events\"");
        if (line.Function == LineFunction.ReadAll && line.Type == LineType.Ok)
            return EachEvent(line, Fields.Stream | Fields.Position);
        if (line.Function == LineFunction.Deliver && line.Type == LineType.Invoke)
            return EachEvent(line, Fields.Stream | Fields.Position);
        return null;
    }

    private static Fields NeededBy(HistoryLine line) => (line.Function, line.Type) switch
    {
        (LineFunction.Append, LineType.Invoke) => Fields.Stream | Fields.Events,
        (LineFunction.Read or LineFunction.Delete, LineType.Invoke) => Fields.Stream,
        (LineFunction.Read or LineFunction.ReadAll, LineType.Ok) => Fields.Events,
        (LineFunction.Deliver, LineType.Invoke) => Fields.Subscription | Fields.Events,
        (LineFunction.Checkpoint, LineType.Invoke) => Fields.Subscription | Fields.Position,
        _ => Fields.None,
    };

    private static ScanFault? EachEvent(HistoryLine line, Fields needed)
    {
        for (var i = 0; i < line.EventCount; i++)
        {
            var missing = needed & ~line.Events[i].Present;
            if (missing == Fields.None) continue;
            var name = NameOf(FirstOf(missing));
            return new ScanFault(
                Codes.MissingField, 0, $"event {i + 1} of the line has no \"{name}\"", $"\"{name}\" in every event");
        }

        return null;
    }

    private static ScanFault Missing(Fields field, HistoryLine line, int end)
    {
        var name = NameOf(field);
        var what = line.Has(Fields.Type) && line.Has(Fields.Function)
            ? $"{FunctionNames.Of(line.Function)} of type {TypeName(line.Type)}"
            : "line";
        return new ScanFault(Codes.MissingField, Math.Max(0, end - 1), $"\"{name}\" is missing", $"\"{name}\" on every {what}");
    }

    private static Fields FirstOf(Fields fields) => (Fields)((int)fields & -(int)fields);

    private static string NameOf(Fields field) =>
        field == Fields.Function ? "f" : field.ToString().ToLowerInvariant();

    private static string TypeName(LineType type) => type switch
    {
        LineType.Invoke => "invoke",
        LineType.Ok => "ok",
        LineType.Fail => "fail",
        _ => "info",
    };

    /// <summary>A name as a person can read it: short, in quotes.</summary>
    private static string Quote(ReadOnlySpan<byte> name)
    {
        var text = Encoding.UTF8.GetString(name.Length > 40 ? name[..40] : name);
        return name.Length > 40 ? $"\"{text}…\"" : $"\"{text}\"";
    }
}
