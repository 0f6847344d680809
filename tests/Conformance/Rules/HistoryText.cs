using System.Globalization;
using System.Text;

namespace Verified.Tests.Conformance.Rules;

/// <summary>An event as the simulated store holds it.</summary>
internal sealed record StoredEvent(string Id, string Hash, string Stream, long Version, long Position);

/// <summary>Writes a history's lines.</summary>
internal sealed class HistoryText
{
    private readonly StringBuilder text = new();
    private long index;

    public HistoryText(bool finalReads) => Append(
        $"{{\"history\":\"eda/1\",\"spec\":\"eventstore\",\"clock\":\"shared\",\"complete\":{{\"finalReads\":{(finalReads ? "true" : "false")}}}}}\n");

    public override string ToString() => text.ToString();

    public void Line(long process, string type, string function, string fields = "")
    {
        Append($"{{\"index\":{index},\"time\":{index * 10},\"process\":{process},\"type\":\"{type}\",\"f\":\"{function}\"");
        if (fields.Length > 0) Append($",{fields}");
        Append($"}}\n");
        index++;
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

    private void Append(FormattableString line) => text.Append(Invariant(line));
}
