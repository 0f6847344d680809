using Verified.Oracle;
using Verified.Oracle.Rules;
using Verified.Tests.Conformance.Rules;

namespace Verified.Tests.Conformance.History;

/// <summary>Limits end in a verdict, never in a crash; what was convicted before stands.</summary>
public class LimitsTests
{
    private static readonly string Long = ManyAppends();

    [Fact]
    public void Judge_MemoryLimit_IsUndeterminedMemory()
    {
        var report = Judge(new JudgeOptions { MemoryBytes = 1 << 20 });
        Assert.Equal(Verdict.Undetermined, report.Verdict);
        Assert.Equal(UndeterminedReason.Memory, report.Reason);
        Assert.All(report.Properties, p => Assert.Equal(UndeterminedReason.Memory, p.Reason));
    }

    [Fact]
    public void Judge_Timeout_IsUndeterminedTimeout()
    {
        var result = TestHistories.Judge(Long, options: new JudgeOptions { Timeout = TimeSpan.Zero });
        var report = TestHistories.Report(result);
        Assert.Equal(UndeterminedReason.Timeout, report.Reason);
        Assert.Equal(2, result.ExitCode);
    }

    [Fact]
    public void Judge_Cancelled_IsUndeterminedTimeout()
    {
        using var history = new MemoryStream(System.Text.Encoding.UTF8.GetBytes(Long));
        var result = HistoryJudge.Judge(history, "h.ndjson", cancellationToken: new CancellationToken(canceled: true));
        Assert.Equal(UndeterminedReason.Timeout, TestHistories.Report(result).Reason);
    }

    [Fact]
    public void Judge_ViolationBeforeTheLimit_Dominates()
    {
        var convicted = File.ReadAllText(Path.Combine(TestHistories.Own, "store", "stale-read-convicted.ndjson"));
        using var history = new MemoryStream(System.Text.Encoding.UTF8.GetBytes(convicted));
        var result = HistoryJudge.Judge(history, "h.ndjson", cancellationToken: new CancellationToken(canceled: true));
        Assert.Equal(1, result.ExitCode);
    }

    /// <summary>The clock ticks once per look, and is looked at once in 4,096 lines: 9 times in the first pass.</summary>
    [Theory]
    [InlineData(30, 18)]
    [InlineData(12, 13)]
    public void Judge_TimeIsUpWhileExplaining_ConvictsWithoutAWitness(int seconds, int looks)
    {
        var clock = new TickingClock();
        var history = Long + "{\"index\":40000,\"time\":0,\"process\":1,\"type\":\"invoke\",\"f\":\"read\",\"stream\":\"s\"}\n"
            + "{\"index\":40001,\"time\":0,\"process\":1,\"type\":\"ok\",\"f\":\"read\",\"events\":[]}\n";
        var options = new JudgeOptions { Timeout = TimeSpan.FromSeconds(seconds), Time = clock };
        var result = TestHistories.Judge(history, options: options);
        Assert.Equal(1, result.ExitCode);
        var recency = Assert.Single(TestHistories.Report(result).Properties, p => p.Id == "recency");
        Assert.Equal(looks == 18, recency.Witness.Length == 4);
        Assert.Equal(looks == 18, recency.Explanation != "The time limit passed before the lines that prove this could be read a second time.");
        Assert.InRange(clock.Looks, looks, looks + 3);
    }

    [Fact]
    public void Judge_Progress_EndsWithEverything()
    {
        var reports = new List<JudgeProgress>();
        using var history = new MemoryStream(System.Text.Encoding.UTF8.GetBytes(Long));
        HistoryJudge.Judge(history, "h.ndjson", progress: new Progress(reports));
        Assert.Equal(history.Length, reports[^1].Bytes);
        Assert.Equal(history.Length, reports[^1].TotalBytes);
        Assert.Equal(40_000, reports[^1].Lines);
    }

    private static Report Judge(JudgeOptions options) => TestHistories.Report(TestHistories.Judge(Long, options: options));

    private static string ManyAppends()
    {
        var history = new HistoryText(finalReads: true);
        for (var i = 0; i < 20_000; i++)
        {
            history.Line(0, "invoke", "append", HistoryText.Invariant($"\"stream\":\"s\",\"events\":[{{\"id\":\"e{i}\"}}]"));
            history.Line(0, "ok", "append", HistoryText.Invariant($"\"version\":{i},\"position\":{i + 1}"));
        }

        return history.ToString();
    }

    private sealed class TickingClock : TimeProvider
    {
        public int Looks { get; private set; }

        public override long TimestampFrequency => 1;

        public override long GetTimestamp() => Looks++;
    }

    private sealed class Progress(List<JudgeProgress> reports) : IProgress<JudgeProgress>
    {
        public void Report(JudgeProgress value) => reports.Add(value);
    }
}
