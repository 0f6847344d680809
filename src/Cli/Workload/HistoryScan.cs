using System.Text.Json;
using Verified.Reference;

namespace Verified.Cli;

/// <summary>What a client can learn from a history before it goes on: how much was done, and what stayed unknown.</summary>
internal sealed class HistoryScan
{
    /// <summary>Invocations of all kinds.</summary>
    public int Operations { get; private set; }

    /// <summary>Appends that were invoked.</summary>
    public int Appends { get; private set; }

    /// <summary>Appends that were acknowledged.</summary>
    public int Acknowledged { get; private set; }

    /// <summary>Appends that were refused.</summary>
    public int Refused { get; private set; }

    /// <summary>Appends of which nobody knows.</summary>
    public int UnknownCount => _open.Count;

    /// <summary>Appends to baskets of which nobody knows, in the order of their invocations.</summary>
    public IReadOnlyList<AppendAttempt> Unknown =>
        [.. _open.Values.Where(attempt => attempt.Stream.Value.StartsWith(Basket.StreamPrefix, StringComparison.Ordinal))];

    /// <summary>Sagas of which somebody was told that they were started.</summary>
    public IReadOnlyCollection<string> AcceptedSagas => _accepted;

    private readonly HashSet<string> _accepted = [];
    private readonly Dictionary<long, string> _starting = [];
    private readonly SortedDictionary<long, AppendAttempt> _open = [];
    private readonly Dictionary<long, long> _invocations = [];

    /// <summary>Reads a history that <see cref="Oracle.HistoryRecorder"/> wrote; a truncated last line is left out.</summary>
    public static HistoryScan Of(string path)
    {
        var scan = new HistoryScan();
        using var file = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite);
        using var lines = new StreamReader(file);
        while (lines.ReadLine() is { } line)
            if (line.EndsWith('}'))
                scan.Take(line);
        return scan;
    }

    private void Take(string text)
    {
        using var document = JsonDocument.Parse(text);
        var line = document.RootElement;
        if (!line.TryGetProperty("f", out var function)) return;
        var (type, process) = (line.GetProperty("type").GetString(), line.GetProperty("process").GetInt64());
        if (type == "invoke") Operations++;
        if (function.GetString() == "saga-start") TakeStart(process, type, line);
        if (function.GetString() != "append") return;
        if (type == "invoke") Invoke(process, line);
        else Complete(process, type);
    }

    private void TakeStart(long process, string? type, JsonElement line)
    {
        if (type == "invoke") _starting[process] = line.GetProperty("saga").GetString()!;
        else if (type == "ok") _accepted.Add(_starting[process]);
    }

    private void Invoke(long process, JsonElement line)
    {
        Appends++;
        var index = line.GetProperty("index").GetInt64();
        _invocations[process] = index;
        _open.Add(index, new AppendAttempt(
            new StreamId(line.GetProperty("stream").GetString()!),
            Expected(line.GetProperty("expected")),
            [.. line.GetProperty("events").EnumerateArray().Select(e => Basket.Event(new EventId(e.GetProperty("id").GetString()!)))]));
    }

    private void Complete(long process, string? type)
    {
        if (type == "info") return;
        _open.Remove(_invocations[process]);
        if (type == "ok") Acknowledged++;
        else Refused++;
    }

    private static ExpectedVersion Expected(JsonElement expected) => expected.ValueKind == JsonValueKind.Number
        ? new ExpectedVersion.Exact(expected.GetInt64())
        : expected.GetString() switch
        {
            "no-stream" => new ExpectedVersion.NoStream(),
            "stream-exists" => new ExpectedVersion.StreamExists(),
            _ => new ExpectedVersion.Any(),
        };
}
