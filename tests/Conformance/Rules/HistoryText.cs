using System.Globalization;
using System.Text;

namespace Verified.Tests.Conformance.Rules;

/// <summary>An event as the simulated store holds it.</summary>
internal sealed record StoredEvent(string Id, string Hash, string Stream, long Version, long Position);

/// <summary>Writes a history's lines.</summary>
internal sealed class HistoryText
{
    private readonly StringBuilder _text = new();
    private long _index;

    public HistoryText(bool finalReads)
        : this("\"eventstore\"", $"\"finalReads\":{(finalReads ? "true" : "false")}", "")
    {
    }

    public HistoryText(string spec, string complete, string config) => Append(
        $"{{\"history\":\"eda/1\",\"spec\":{spec},\"clock\":\"shared\",\"complete\":{{{complete}}},\"config\":{{{config}}}}}\n");

    /// <summary>The time of the next line, in nanoseconds.</summary>
    public long Now { get; set; }

    public override string ToString() => _text.ToString();

    public void Line(long process, string type, string function, string fields = "")
    {
        Append($"{{\"index\":{_index},\"time\":{Now},\"process\":{process},\"type\":\"{type}\",\"f\":\"{function}\"");
        if (fields.Length > 0) Append($",{fields}");
        Append($"}}\n");
        _index++;
        Now += 10;
    }

    /// <summary>A whole operation.</summary>
    public void Operation(long process, string function, string fields, string type = "ok", string completion = "")
    {
        Line(process, "invoke", function, fields);
        Line(process, type, function, completion);
    }

    public static string Events(IEnumerable<StoredEvent> events, bool withStream)
    {
        var shown = new List<string>();
        foreach (var e in events)
        {
            var stream = withStream ? $"\"stream\":\"{e.Stream}\"," : "";
            shown.Add(Invariant($"{{\"id\":\"{e.Id}\",\"hash\":\"{e.Hash}\",{stream}\"version\":{e.Version},\"position\":{e.Position}}}"));
        }

        return $"\"events\":[{string.Join(',', shown)}]";
    }

    public static string Invariant(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);

    private void Append(FormattableString line) => _text.Append(Invariant(line));
}
