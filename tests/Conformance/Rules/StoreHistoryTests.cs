using Verified.Oracle;
using Verified.Oracle.Rules;

namespace Verified.Tests.Conformance.Rules;

/// <summary>Each failure of a store as a minimal history, convicted by the right rule with the exact witness; and its correct twin.</summary>
public class StoreHistoryTests
{
    /// <summary>History, the rule that must convict, the lines that prove it.</summary>
    public static TheoryData<string, string, long[]> Convicted => new()
    {
        { "acknowledged-below-the-first-position", "unique-positions", [0, 1] },
        { "acknowledged-below-the-first-version", "contiguous-versions", [0, 1] },
        { "acknowledged-beyond-every-version", "contiguous-versions", [0, 1] },
        { "acknowledged-elsewhere-than-read", "read-is-prefix", [0, 2, 4, 5] },
        { "acknowledged-far-above-a-hole", "contiguous-versions", [0, 1] },
        { "acknowledged-too-low-for-its-batch", "contiguous-versions", [0, 1] },
        { "acknowledged-under-a-wrong-expectation", "optimistic-concurrency", [4, 5] },
        { "append-to-a-deleted-stream", "deleted-stream", [2, 3, 4, 5] },
        { "checkpoint-ahead-of-processing-then-restart", "checkpoint-behind-processing", [8, 9, 10, 11, 12, 13] },
        { "checkpoint-past-a-position-committed-late", "checkpoint-without-gap", [0, 3, 4, 5, 6, 7] },
        { "delivered-below-the-first-position", "unique-positions", [2, 3] },
        { "failed-delivery-then-restart-behind-it", "checkpoint-behind-processing", [8, 9, 10, 11] },
        { "half-a-batch", "atomic-append", [0, 1, 2, 3] },
        { "hole-in-the-versions", "contiguous-versions", [2, 3] },
        { "later-append-at-a-lower-position", "real-time-order", [0, 1, 2, 3] },
        { "later-append-at-a-lower-version", "real-time-order", [2, 3, 4, 5] },
        { "lost-and-renumbered", "no-loss", [2, 3, 6, 7] },
        { "lost-from-the-log", "no-loss", [2, 3, 6, 7] },
        { "lost-middle", "no-loss", [2, 3, 6, 7] },
        { "lost-prefix", "no-loss", [0, 1, 6, 7] },
        { "lost-suffix", "no-loss", [4, 5, 6, 7] },
        { "one-position-two-events", "unique-positions", [0, 1, 2, 3] },
        { "positions-against-versions", "unique-positions", [0, 1, 2, 3] },
        { "read-before-it-was-appended", "no-phantom", [0, 1, 2, 3] },
        { "read-below-the-first-version", "contiguous-versions", [2, 3] },
        { "read-goes-back-behind-another-read", "recency", [2, 3, 4, 5] },
        { "read-of-a-failed-append", "no-phantom", [2, 3, 4, 5] },
        { "read-of-what-nobody-appended", "no-phantom", [2, 3] },
        { "read-with-another-content", "no-phantom", [0, 1, 2, 3] },
        { "readable-once-then-lost", "no-loss", [4, 5, 8, 9] },
        { "retry-under-any-after-a-crash", "idempotent-retry", [4, 5] },
        { "retry-whose-second-expectation-is-right", "idempotent-retry", [0, 1, 2, 3] },
        { "stale-read", "recency", [4, 5, 6, 7] },
        { "stale-read-of-the-logs-end", "recency", [4, 5, 6, 7] },
        { "two-acknowledged-at-one-version", "optimistic-concurrency", [0, 1, 2, 3] },
        { "two-reads-disagree", "read-is-prefix", [4, 5, 6, 7] },
        { "unknown-append-under-a-wrong-expectation", "optimistic-concurrency", [2, 3, 4, 5] },
    };

    public static TheoryData<string> Acquitted
    {
        get
        {
            var names = new TheoryData<string>();
            foreach (var file in Directory.GetFiles(Folder, "*-acquitted.ndjson")) names.Add(Path.GetFileName(file));
            return names;
        }
    }

    private static string Folder => Path.Combine(TestHistories.Own, "store");

    [Theory]
    [MemberData(nameof(Convicted))]
    public void Judge_BrokenStore_IsConvictedWithItsWitness(string history, string rule, long[] witness)
    {
        var report = Report($"{history}-convicted.ndjson");
        Assert.Equal(Verdict.Violates, report.Verdict);
        var property = Assert.Single(report.Properties, p => p.Id == rule);
        Assert.Equal(Verdict.Violates, property.Verdict);
        Assert.Equal(witness, property.Witness);
        Assert.DoesNotContain("?", property.Explanation);
    }

    [Theory]
    [MemberData(nameof(Convicted))]
    public void Judge_WitnessAlone_IsConvictedAndMinimal(string history, string rule, long[] witness)
    {
        var lines = File.ReadAllLines(Path.Combine(Folder, $"{history}-convicted.ndjson"));
        Assert.True(MinimalHistories.Violates(lines, witness, rule), "the witness alone must convict");
        if (rule == "no-phantom") return; // Without the append, the read is of something nobody appended.
        foreach (var operation in MinimalHistories.Operations(lines, witness))
        {
            var rest = Array.FindAll(witness, index => !operation.Contains(index));
            Assert.False(MinimalHistories.Violates(lines, rest, rule), $"{string.Join(' ', operation)} is not needed");
        }
    }

    [Fact]
    public void Judge_EveryConvictedHistory_IsListed()
    {
        var listed = new HashSet<string>();
        foreach (var row in Convicted) listed.Add($"{row[0]}-convicted.ndjson");
        foreach (var file in Directory.GetFiles(Folder, "*-convicted.ndjson"))
        {
            Assert.Contains(Path.GetFileName(file), listed);
            Assert.True(File.Exists(file.Replace("-convicted", "-acquitted", StringComparison.Ordinal)), $"{file} has no twin");
        }
    }

    [Fact]
    public void Judge_NothingReadBack_IsVacuous()
    {
        var result = HistoryJudge.Judge(Path.Combine(Folder, "nothing-read-back.ndjson"));
        Assert.Equal(Verdict.Vacuous, TestHistories.Report(result).Verdict);
        Assert.Equal(2, result.ExitCode);
    }

    [Fact]
    public void Judge_UnreadEventWithoutFinalReads_IsUndetermined()
    {
        var report = Report("unobserved-without-final-reads.ndjson");
        Assert.Equal(Verdict.Undetermined, report.Verdict);
        Assert.Equal(UndeterminedReason.NotObserved, report.Reason);
        var loss = Assert.Single(report.Properties, p => p.Id == "no-loss");
        Assert.Equal(
            "1 of 2 acknowledged events were never read, the first 'b' of stream 's'; the history has no final reads.",
            loss.Explanation);
    }

    [Theory]
    [MemberData(nameof(Acquitted))]
    public void Judge_CorrectTwin_Conforms(string history)
    {
        var report = Report(history);
        Assert.True(report.Verdict == Verdict.Conforms, TestHistories.Text(report));
    }

    private static Report Report(string file) => TestHistories.Report(HistoryJudge.Judge(Path.Combine(Folder, file)));
}
