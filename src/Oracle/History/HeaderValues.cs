namespace Verified.Oracle.History;

/// <summary>Reads what a header says under <c>complete</c> and <c>config</c>; members it does not know are skipped.</summary>
internal static class HeaderValues
{
    /// <summary>How completely it was recorded.</summary>
    public static HistoryHeader Complete(ref JsonScanner json, string name, HistoryHeader header)
    {
        switch (name)
        {
            case "finalReads":
                return json.Boolean(out var reads) ? header with { FinalReads = reads } : header;
            case "sampled":
                return json.Boolean(out var sampled) ? header with { Sampled = sampled } : header;
            case "drained":
                return json.Boolean(out var drained) ? header with { Drained = drained } : header;
            default:
                json.Skip();
                return header;
        }
    }

    /// <summary>What the system promises.</summary>
    public static HistoryHeader Config(ref JsonScanner json, string name, HistoryHeader header)
    {
        const string unknown = "unknown value";
        switch (name)
        {
            case "contiguous":
                return json.Boolean(out var contiguous) ? header with { Contiguous = contiguous } : header;
            case "deleteHides":
                return json.Boolean(out var hides) ? header with { DeleteHides = hides } : header;
            case "effect":
                return header with { Effect = Named(ref json, HeaderNames.Effects, Codes.MistypedField, unknown) };
            case "dedupeWindowMs":
                return header with { DedupeWindowMs = Milliseconds(ref json) };
            case "orderScope":
                return header with { OrderScope = Named(ref json, HeaderNames.OrderScopes, Codes.MistypedField, unknown) };
            case "orderOf":
                return header with { OrderOf = Named(ref json, HeaderNames.Orders, Codes.MistypedField, unknown) };
            case "idempotentPublish":
                return json.Boolean(out var idempotent) ? header with { IdempotentPublish = idempotent } : header;
            case "parallelSteps":
                return json.Boolean(out var parallel) ? header with { ParallelSteps = parallel } : header;
            case "countermeasures":
                var countermeasures = Countermeasures.None;
                foreach (var anomaly in NamedSet(ref json, HeaderNames.Anomalies, Codes.MistypedField, unknown))
                    countermeasures |= anomaly;
                return header with { Countermeasures = countermeasures };
            default:
                json.Skip();
                return header;
        }
    }

    /// <summary>One of these names.</summary>
    public static T Named<T>(ref JsonScanner json, (string Name, T Value)[] names, string code, string unknown)
    {
        json.Peek();
        var start = json.Offset;
        if (!json.String(out var text)) return names[0].Value;
        foreach (var (name, value) in names)
            if (System.Text.Encoding.UTF8.GetString(text) == name)
                return value;
        json.Fail(code, start, unknown, HeaderNames.All(names));
        return names[0].Value;
    }

    /// <summary>An array of these names.</summary>
    public static List<T> NamedSet<T>(ref JsonScanner json, (string Name, T Value)[] names, string code, string unknown)
    {
        var values = new List<T>();
        if (json.Peek() != '[')
        {
            json.Mistyped("an array of names");
            return values;
        }

        json.Offset++;
        if (json.Peek() == ']')
        {
            json.Offset++;
            return values;
        }

        do values.Add(Named(ref json, names, code, unknown));
        while (json.Fault is null && json.Continues((byte)']'));
        return values;
    }

    private static long Milliseconds(ref JsonScanner json)
    {
        const long most = long.MaxValue / 4_000_000;
        json.Peek();
        var start = json.Offset;
        if (json.Int64(out var value) && value is < 0 or > most)
            json.Fail(Codes.MistypedField, start, "no length of time", FormattableString.Invariant($"milliseconds, from 0 to {most}"));
        return value;
    }
}
