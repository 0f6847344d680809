using Verified.Oracle;
using Verified.Oracle.Rules;

namespace Verified.Tests.Conformance.Jepsen;

/// <summary>Failures of a log that take a few operations to show, as files: convicted with their witness, and their correct twins.</summary>
public class JepsenFileTests
{
    /// <summary>History, the rule that must convict, the operations that prove it.</summary>
    public static TheoryData<string, string, long[]> Convicted => new()
    {
        { "half-of-an-acknowledged-transaction", "atomic-txn", [0, 1, 4, 5] },
        { "half-of-an-acknowledged-transaction", "no-loss", [0, 1, 4, 5] },
        { "half-of-an-unknown-transaction", "atomic-txn", [0, 1, 2, 3] },
        { "half-of-an-unknown-transaction-of-two-keys", "atomic-txn", [0, 1, 2, 3, 4, 5, 6, 7] },
        { "poll-below-the-first-offset", "one-value-per-offset", [2, 3] },
        { "read-of-a-failed-send", "no-phantom", [2, 3, 4, 5] },
        { "read-of-an-aborted-transaction", "no-phantom", [2, 3, 4, 5] },
    };

    private static string Folder => Path.Combine(TestHistories.Own, "jepsen");

    [Theory]
    [MemberData(nameof(Convicted))]
    public void Judge_BrokenLog_IsConvictedWithItsWitness(string history, string rule, long[] witness)
    {
        var report = Report($"{history}-convicted.edn");
        var property = Assert.Single(report.Properties, p => p.Id == rule);
        Assert.True(property.Verdict == Verdict.Violates, TestHistories.Text(report));
        Assert.Equal(witness, property.Witness);
        Assert.DoesNotContain("{", property.Explanation);
    }

    [Theory]
    [MemberData(nameof(Convicted))]
    public void Judge_WitnessAlone_IsConvicted(string history, string rule, long[] witness)
    {
        var lines = File.ReadAllLines(Path.Combine(Folder, $"{history}-convicted.edn"));
        var alone = string.Concat(Array.ConvertAll(witness, index => lines[index] + "\n"));
        var report = TestHistories.Report(TestHistories.Judge(alone, "history.edn"));
        Assert.Equal(Verdict.Violates, Assert.Single(report.Properties, p => p.Id == rule).Verdict);
    }

    [Theory]
    [MemberData(nameof(Convicted))]
    public void Judge_CorrectTwin_Conforms(string history, string rule, long[] witness)
    {
        var report = Report($"{history}-acquitted.edn");
        Assert.True(report.Verdict == Verdict.Conforms, TestHistories.Text(report));
        Assert.NotEqual(Verdict.Violates, Assert.Single(report.Properties, p => p.Id == rule).Verdict);
        Assert.NotEmpty(witness);
    }

    [Fact]
    public void Judge_EveryFile_IsListed()
    {
        var listed = new SortedSet<string>();
        foreach (var row in Convicted) listed.UnionWith([$"{row[0]}-acquitted.edn", $"{row[0]}-convicted.edn"]);
        Assert.Equal(listed, new SortedSet<string>(Directory.GetFiles(Folder).Select(file => Path.GetFileName(file))));
    }

    private static Report Report(string file) => TestHistories.Report(HistoryJudge.Judge(Path.Combine(Folder, file)));
}
