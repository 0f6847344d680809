using Verified.Oracle;
using Verified.Oracle.Rules;

namespace Verified.Tests.Conformance.Jepsen;

/// <summary>Histories that other projects' tests recorded; skipped where they are not on this machine.</summary>
public class RealHistoryTests
{
    [RealHistoryTheory]
    [InlineData("goosip-1-valid.edn", Verdict.Conforms, 16_428, 7_033, 7_033)]
    [InlineData("practice-small-valid.edn", Verdict.Conforms, 1_626, 695, 686)]
    [InlineData("flyio-vacuous.edn", Verdict.Vacuous, 14_275, 6_086, 0)]
    [InlineData("practice-all-unknown.edn", Verdict.Vacuous, 9, 0, 0)]
    public void Judge_MaelstromKafka_GivesTheExpectedVerdict(
        string file, Verdict verdict, long operations, long acknowledged, long observed)
    {
        var path = Path.Combine(TestHistories.Shared, "maelstrom-kafka", file);
        var report = TestHistories.Report(HistoryJudge.Judge(path));
        Assert.True(report.Verdict == verdict, TestHistories.Text(report));
        Assert.Equal((operations, acknowledged, observed), (report.Operations, report.Acknowledged, report.Observed));
    }

    [RealHistoryTheory]
    [InlineData("cas-register/cas-failure.edn")]
    [InlineData("cas-register/memstress3-0.edn")]
    [InlineData("list-append/paper-example-cyclic.edn")]
    public void Judge_HistoryOfAnotherShape_IsRefusedNotJudged(string file) =>
        Assert.Equal(3, HistoryJudge.Judge(Path.Combine(TestHistories.Shared, file)).ExitCode);
}

/// <summary>A theory over the shared histories; skipped, with a reason, where the folder is absent.</summary>
public sealed class RealHistoryTheoryAttribute : TheoryAttribute
{
    public RealHistoryTheoryAttribute()
    {
        if (!Directory.Exists(TestHistories.Shared))
            Skip = Requirement.Skip("histories", "the shared histories are not on this machine");
    }
}
