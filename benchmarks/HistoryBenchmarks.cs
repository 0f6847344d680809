using System.Text.Json;
using BenchmarkDotNet.Attributes;
using Verified.Oracle;

namespace Verified.Benchmarks;

/// <summary>Judging generated histories, of a store or of a bus and sagas, against only reading their JSON: what the rules cost.</summary>
[ShortRunJob, MemoryDiagnoser]
public class HistoryBenchmarks
{
    private byte[] _history = [];

    /// <summary>Lines of the history, without the reads at its end.</summary>
    [Params(200_000)]
    public int Lines { get; set; }

    /// <summary>What the history is of.</summary>
    [Params("store", "bus and sagas")]
    public string Of { get; set; } = "store";

    [GlobalSetup]
    public void Generate()
    {
        using var target = new MemoryStream();
        if (Of == "store") new HistoryGenerator(seed: 1, streams: Lines / 100, clients: 16).Write(target, Lines);
        else new MessagingHistoryGenerator(seed: 1, keys: Lines / 100).Write(target, Lines);
        _history = target.ToArray();
    }

    /// <summary>The yardstick: every token of every line, by System.Text.Json, and nothing else.</summary>
    [Benchmark(Baseline = true)]
    public long ReadTokens()
    {
        long tokens = 0;
        var rest = _history.AsSpan();
        while (!rest.IsEmpty)
        {
            var end = rest.IndexOf((byte)'\n');
            var json = new Utf8JsonReader(rest[..end]);
            while (json.Read()) tokens++;
            rest = rest[(end + 1)..];
        }

        return tokens;
    }

    /// <summary>The oracle, whole: read, judge, report.</summary>
    [Benchmark]
    public int Judge()
    {
        var result = HistoryJudge.Judge(new MemoryStream(_history), "generated.ndjson");
        return result.ExitCode == 0 ? 0 : throw new InvalidOperationException("a correct history was not acquitted");
    }
}
