using System.Text.Json;
using System.Text.Json.Nodes;

namespace Verified.Tests.Conformance.Rules;

/// <summary>Takes away from a history what a recorder may fail to know, and says so in its header.</summary>
internal static class PartialRecordings
{
    /// <summary>Drops a third of the operations; the header says that the history is sampled.</summary>
    public static string Sampled(string history, Random random)
    {
        var (header, lines) = Parse(history);
        header["complete"]!["sampled"] = true;
        var kept = new List<JsonObject>();
        var dropped = new Dictionary<long, bool>();
        foreach (var line in lines)
        {
            var process = (long)line["process"]!;
            if ((string)line["type"]! == "invoke") dropped[process] = random.Next(3) == 0 && !IsSubscription(line);
            if (!dropped.GetValueOrDefault(process)) kept.Add(line);
        }

        return Text(header, kept);
    }

    /// <summary>Merges the processes' lines in any order; the header says that there is no common clock.</summary>
    public static string Shuffled(string history, Random random)
    {
        var (header, lines) = Parse(history);
        header["clock"] = random.Next(2) == 0 ? "none" : "per-process";
        var byProcess = new Dictionary<long, Queue<JsonObject>>();
        foreach (var line in lines)
        {
            var process = (long)line["process"]!;
            if (!byProcess.TryGetValue(process, out var own)) byProcess[process] = own = new Queue<JsonObject>();
            own.Enqueue(line);
        }

        var queues = new List<Queue<JsonObject>>(byProcess.Values);
        var merged = new List<JsonObject>();
        while (queues.Count > 0)
        {
            var own = queues[random.Next(queues.Count)];
            merged.Add(own.Dequeue());
            if (own.Count == 0) queues.Remove(own);
        }

        return Text(header, merged);
    }

    private static bool IsSubscription(JsonObject line) => (string)line["f"]! is "deliver" or "checkpoint";

    private static (JsonObject Header, List<JsonObject> Lines) Parse(string history)
    {
        var lines = new List<JsonObject>();
        foreach (var line in history.Split('\n', StringSplitOptions.RemoveEmptyEntries))
            lines.Add(JsonNode.Parse(line)!.AsObject());
        var header = lines[0];
        lines.RemoveAt(0);
        return (header, lines);
    }

    private static string Text(JsonObject header, List<JsonObject> lines)
    {
        var text = new System.Text.StringBuilder(header.ToJsonString(JsonSerializerOptions.Default)).Append('\n');
        for (var i = 0; i < lines.Count; i++)
        {
            lines[i]["index"] = i;
            text.Append(lines[i].ToJsonString(JsonSerializerOptions.Default)).Append('\n');
        }

        return text.ToString();
    }
}
