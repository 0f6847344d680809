using System.Text;

namespace Verified.Oracle.History;

/// <summary>Reads the header line of an <c>eda/1</c> history.</summary>
internal static class HeaderParser
{
    private const string Form = "{\"history\":\"eda/1\",\"spec\":\"eventstore\",\"clock\":\"shared\",…}";

    /// <summary>The header, or why it is none.</summary>
    public static (HistoryHeader? Header, ScanFault? Fault) Parse(ReadOnlySpan<byte> bytes)
    {
        var json = new JsonScanner(bytes);
        var header = new HistoryHeader(HistorySpec.None);
        var seen = new HashSet<string>();
        if (json.Expect((byte)'{'))
        {
            do
            {
                if (!json.Name(out var utf8)) break;
                var name = Encoding.UTF8.GetString(utf8);
                if (!seen.Add(name))
                    json.Fail(Codes.DuplicateField, json.Offset, $"the field \"{name}\" is here twice", "each field once");
                else header = Member(ref json, name, header);
            }
            while (json.Fault is null && json.Continues((byte)'}'));
        }

        if (json.Fault is null) json.AtEnd();
        if (json.Fault is { Code: Codes.Syntax } fault)
            return (null, fault with { Code = Codes.Header, Message = "this is not the header of a history", Expected = Form });
        if (json.Fault is not null) return (null, json.Fault);
        return Missing(seen) is { } missing ? (null, missing) : (header, null);
    }

    private static ScanFault? Missing(HashSet<string> seen)
    {
        foreach (var name in (string[])["history", "spec", "clock"])
            if (!seen.Contains(name))
                return new ScanFault(Codes.Header, 0, $"the header has no \"{name}\"", Form);
        return null;
    }

    private static HistoryHeader Member(ref JsonScanner json, string name, HistoryHeader header)
    {
        json.Peek();
        var start = json.Offset;
        switch (name)
        {
            case "history":
                if (json.String(out var format) && !format.SequenceEqual("eda/1"u8))
                    json.Fail(Codes.Header, start, "a history of another format", "\"eda/1\"");
                return header;
            case "spec":
                return header with { Spec = Specs(ref json) };
            case "clock":
                return header with { Clock = HeaderValues.Named(ref json, HeaderNames.Clocks, Codes.MistypedField, "unknown clock") };
            case "clockErrorNs":
                return json.Int64(out var error) ? header with { ClockErrorNs = error } : header;
            case "complete" or "config":
                return Flags(ref json, name, header);
            default:
                json.Skip();
                return header;
        }
    }

    /// <summary>One kind of system, or an array of several.</summary>
    private static HistorySpec Specs(ref JsonScanner json)
    {
        const string unknown = "unknown spec";
        if (json.Peek() != '[') return HeaderValues.Named(ref json, HeaderNames.Specs, Codes.Spec, unknown);
        var start = json.Offset;
        var specs = HistorySpec.None;
        foreach (var spec in HeaderValues.NamedSet(ref json, HeaderNames.Specs, Codes.Spec, unknown)) specs |= spec;
        if (specs == HistorySpec.None)
            json.Fail(Codes.Spec, start, "a history of nothing", $"one or more of {HeaderNames.All(HeaderNames.Specs)}");
        return specs;
    }

    private static HistoryHeader Flags(ref JsonScanner json, string owner, HistoryHeader header)
    {
        if (json.Peek() != '{')
        {
            json.Mistyped("an object of flags");
            return header;
        }

        json.Offset++;
        if (json.Peek() == '}')
        {
            json.Offset++;
            return header;
        }

        do
        {
            if (!json.Name(out var utf8)) return header;
            var name = Encoding.UTF8.GetString(utf8);
            header = owner == "complete" ? HeaderValues.Complete(ref json, name, header) : HeaderValues.Config(ref json, name, header);
        }
        while (json.Fault is null && json.Continues((byte)'}'));
        return header;
    }
}
