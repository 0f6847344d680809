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
        var header = new HistoryHeader(HistorySpec.EventStore);
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
                return json.String(out var spec) ? header with { Spec = Spec(ref json, start, spec) } : header;
            case "clock":
                return json.String(out var clock) ? header with { Clock = Clock(ref json, start, clock) } : header;
            case "clockErrorNs":
                return json.Int64(out var error) ? header with { ClockErrorNs = error } : header;
            case "complete" or "config":
                return Flags(ref json, name, header);
            default:
                json.Skip();
                return header;
        }
    }

    private static HistorySpec Spec(ref JsonScanner json, int start, ReadOnlySpan<byte> name)
    {
        if (name.SequenceEqual("eventstore"u8)) return HistorySpec.EventStore;
        if (name.SequenceEqual("bus"u8)) return HistorySpec.Bus;
        if (name.SequenceEqual("saga"u8)) return HistorySpec.Saga;
        json.Fail(Codes.Spec, start, "unknown spec", "\"eventstore\", \"bus\" or \"saga\"");
        return default;
    }

    private static HistoryClock Clock(ref JsonScanner json, int start, ReadOnlySpan<byte> name)
    {
        if (name.SequenceEqual("shared"u8)) return HistoryClock.Shared;
        if (name.SequenceEqual("per-process"u8)) return HistoryClock.PerProcess;
        if (name.SequenceEqual("none"u8)) return HistoryClock.None;
        json.Fail(Codes.MistypedField, start, "unknown clock", "\"shared\", \"per-process\" or \"none\"");
        return default;
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
            header = Flag(ref json, owner, Encoding.UTF8.GetString(utf8), header);
        }
        while (json.Fault is null && json.Continues((byte)'}'));
        return header;
    }

    private static HistoryHeader Flag(ref JsonScanner json, string owner, string name, HistoryHeader header)
    {
        switch (owner, name)
        {
            case ("complete", "finalReads"):
                return json.Boolean(out var reads) ? header with { FinalReads = reads } : header;
            case ("complete", "sampled"):
                return json.Boolean(out var sampled) ? header with { Sampled = sampled } : header;
            case ("config", "contiguous"):
                return json.Boolean(out var contiguous) ? header with { Contiguous = contiguous } : header;
            case ("config", "deleteHides"):
                return json.Boolean(out var hides) ? header with { DeleteHides = hides } : header;
            default:
                json.Skip();
                return header;
        }
    }
}
