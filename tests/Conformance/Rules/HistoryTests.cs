using Verified.Oracle;
using Verified.Oracle.Rules;

namespace Verified.Tests.Conformance.Rules;

/// <summary>
/// Each failure of a bus, a projection or a saga as a minimal history, convicted by the right rule and no other, with the exact
/// witness and explanation; and its correct twin.
/// </summary>
public class HistoryTests
{
    /// <summary>History, the rule that must convict, the lines that prove it.</summary>
    public static TheoryData<string, string, long[]> Convicted => new()
    {
        { "bus/acknowledged-before-it-was-handled", "ack-implies-effect", [2, 3] },
        { "bus/acknowledged-without-effect", "ack-implies-effect", [4, 5] },
        { "bus/appended-and-never-published", "outbox-iff-effect", [0, 1] },
        { "bus/commit-ahead-of-processing-then-restart", "commit-behind-processing", [2, 3, 4, 5, 6, 7] },
        { "bus/commit-of-a-zombie", "fenced-commit", [4, 5, 10, 11] },
        { "bus/commit-past-a-message-stored-late", "commit-without-gap", [0, 3, 4, 5, 6, 7] },
        { "bus/commit-taken-back", "commit-monotonic", [6, 7, 8, 9] },
        { "bus/dead-lettered-and-acknowledged", "dead-or-acknowledged", [4, 5, 6, 7] },
        { "bus/dead-lettered-without-effect-and-acknowledged", "dead-or-acknowledged", [4, 5, 6, 7] },
        { "bus/delivered-after-the-deduplication-window", "inbox-covers-redelivery", [2, 3, 4, 5] },
        { "bus/delivered-before-it-was-published", "no-phantom-message", [0, 1, 2, 3] },
        { "bus/delivered-though-publishing-failed", "no-phantom-message", [2, 3, 4, 5] },
        { "bus/delivered-with-another-content", "no-phantom-message", [0, 1, 2, 3] },
        { "bus/delivered-without-being-published", "no-phantom-message", [2, 3] },
        { "bus/dropped-before-its-effect", "duplicate-implies-effect", [2, 3] },
        { "bus/failed-and-then-processed-twice", "exactly-once-effect", [4, 5, 6, 7] },
        { "bus/failed-then-restart-behind-it", "commit-behind-processing", [2, 3, 4, 5] },
        { "bus/first-deliveries-against-the-order", "first-delivery-order", [0, 1, 2, 3, 4, 5, 6, 7] },
        { "bus/first-deliveries-against-the-positions", "first-delivery-order", [4, 5, 6, 7] },
        { "bus/first-try-failed-and-the-retry-was-dropped", "duplicate-implies-effect", [4, 5] },
        { "bus/handed-over-and-never-dealt-with", "message-settled", [0, 1, 2, 3] },
        { "bus/message-of-an-append-that-is-not-there", "outbox-iff-effect", [0, 1, 2, 3, 4, 5] },
        { "bus/message-stored-twice", "idempotent-publish", [0, 1, 2, 3] },
        { "bus/message-whose-cause-never-took-effect", "outbox-iff-effect", [0, 1, 4, 5] },
        { "bus/message-without-state-change", "outbox-iff-effect", [2, 3, 4, 5] },
        { "bus/one-message-too-many", "outbox-iff-effect", [2, 3, 6, 7] },
        { "bus/one-position-two-messages", "one-message-per-position", [0, 1, 2, 3] },
        { "bus/outcome-missing", "outcome-per-match", [0, 1, 2, 5] },
        { "bus/outcome-of-a-handler-that-did-not-run", "outcome-per-match", [0, 1, 2, 3] },
        { "bus/outcome-of-one-subscribed-to-another-topic", "outcome-per-match", [2, 5] },
        { "bus/outcome-of-one-who-had-unsubscribed", "outcome-per-match", [4, 7] },
        { "bus/outcome-that-is-not-the-handlers", "outcome-per-match", [0, 1, 2, 3, 4, 5] },
        { "bus/position-below-zero", "one-message-per-position", [0, 1] },
        { "bus/processed-again-after-a-restart", "exactly-once-effect", [2, 3, 5, 6] },
        { "bus/processed-again-though-the-first-outcome-is-known", "exactly-once-effect", [2, 3, 4, 5] },
        { "bus/publication-failed-and-its-retry-was-dropped", "duplicate-implies-effect", [4, 5] },
        { "bus/published-and-never-handled", "message-settled", [0, 1, 2, 3] },
        { "bus/redelivery-that-reorders-effects", "effect-order", [0, 1, 2, 3, 6, 7, 8, 9] },
        { "bus/reply-handled-before-it-is-durable-then-dropped", "no-dropped-reply", [2, 3, 4, 5] },
        { "bus/state-change-without-message", "outbox-iff-effect", [2, 3] },
        { "bus/two-messages-missed-by-a-commit", "commit-without-gap", [0, 1, 4, 5, 6, 7] },
        { "bus/vetoed-and-delivered", "veto-stores-nothing", [0, 1, 2, 3] },
        { "bus/vetoed-and-stored", "veto-stores-nothing", [0, 1, 2, 3] },
        { "projection/answer-without-ones-own-write", "read-your-writes", [2, 3] },
        { "projection/applied-out-of-order", "projection-is-fold", [0, 1, 2, 3] },
        { "projection/applied-twice-after-a-crash", "projection-applied-once", [2, 3, 5, 6] },
        { "projection/earlier-event-applied-twice", "projection-applied-once", [0, 1, 4, 5] },
        { "projection/event-of-the-log-left-out", "projection-is-fold", [2, 3, 8, 9] },
        { "projection/failed-and-passed-over", "projection-is-fold", [2, 3, 4, 5] },
        { "projection/rebuilt-view-differs", "equal-positions-equal-views", [0, 1, 6, 7] },
        { "projection/two-replicas-differ", "equal-positions-equal-views", [0, 1, 2, 3] },
        { "saga/compensated-twice", "one-effect-per-step", [4, 5, 6, 7] },
        { "saga/compensation-after-completion", "saga-terminal", [4, 5, 6, 7] },
        { "saga/completed-though-a-step-was-taken-back", "saga-all-or-nothing", [4, 5, 6, 7] },
        { "saga/completed-without-a-step", "saga-all-or-nothing", [0, 1, 4, 5] },
        { "saga/dirty-read-between-sagas", "saga-dirty-read", [4, 5, 6, 7, 8, 9] },
        { "saga/effective-step-never-compensated", "saga-all-or-nothing", [2, 3, 8, 9] },
        { "saga/first-step-taken-back-first", "saga-compensation-order", [4, 5, 6, 7] },
        { "saga/fuzzy-read-between-sagas", "saga-fuzzy-read", [4, 5, 8, 9] },
        { "saga/last-step-never-compensated", "saga-all-or-nothing", [2, 3, 4, 5] },
        { "saga/lost-update-between-sagas", "saga-lost-update", [4, 5, 6, 7, 8, 9] },
        { "saga/middle-step-taken-back-last", "saga-compensation-order", [4, 5, 10, 11] },
        { "saga/saga-forgotten-half-done", "saga-all-or-nothing", [2, 3] },
        { "saga/saga-started-twice", "one-saga-per-correlation", [0, 1, 2, 3] },
        { "saga/step-after-the-saga-aborted", "saga-terminal", [2, 3, 4, 5] },
        { "saga/step-before-the-one-it-follows", "saga-step-order", [2, 3] },
        { "saga/step-took-effect-twice", "one-effect-per-step", [2, 3, 4, 5] },
        { "saga/two-ends", "saga-terminal", [2, 3, 4, 5] },
        { "saga/two-sagas-for-one-correlation-id", "one-saga-per-correlation", [0, 1, 2, 3] },
        { "saga/two-writers-of-one-revision", "one-writer-per-revision", [4, 5, 6, 7] },
    };

    public static TheoryData<string> Acquitted
    {
        get
        {
            var names = new TheoryData<string>();
            foreach (var folder in Folders)
                foreach (var file in Directory.GetFiles(Path.Combine(TestHistories.Own, folder), "*-acquitted.ndjson"))
                    names.Add($"{folder}/{Path.GetFileName(file)}");
            return names;
        }
    }

    // Less is convicted by the same rule, for another reason: what nobody published, an outcome of one who never subscribed.
    private static readonly HashSet<string> s_lessConvictsToo =
    [
        "bus/delivered-before-it-was-published", "bus/delivered-though-publishing-failed",
        "bus/delivered-with-another-content", "bus/outcome-of-a-handler-that-did-not-run",
        "bus/outcome-that-is-not-the-handlers",
    ];

    private static string[] Folders => ["bus", "projection", "saga"];

    [Theory]
    [MemberData(nameof(Convicted))]
    public void Judge_BrokenSystem_IsConvictedByOneRuleWithItsWitness(string history, string rule, long[] witness)
    {
        var report = Report($"{history}-convicted.ndjson");
        var property = Assert.Single(report.Properties, p => p.Verdict == Verdict.Violates);
        Assert.Equal(rule, property.Id);
        Assert.Equal(witness, property.Witness);
        Assert.Equal(Explanations()[history], property.Explanation);
        Assert.Equal(Verdict.Violates, report.Verdict);
    }

    [Theory]
    [MemberData(nameof(Convicted))]
    public void Judge_WitnessAlone_IsConvictedAndMinimal(string history, string rule, long[] witness)
    {
        var lines = File.ReadAllLines(Path.Combine(TestHistories.Own, $"{history}-convicted.ndjson"));
        Assert.True(MinimalHistories.Violates(lines, witness, rule), "the witness alone must convict");
        if (s_lessConvictsToo.Contains(history)) return;
        foreach (var operation in MinimalHistories.Operations(lines, witness))
        {
            var rest = Array.FindAll(witness, index => !operation.Contains(index));
            Assert.False(MinimalHistories.Violates(lines, rest, rule), $"{string.Join(' ', operation)} is not needed");
        }
    }

    [Theory]
    [MemberData(nameof(Acquitted))]
    public void Judge_CorrectTwin_Conforms(string history)
    {
        var report = Report(history);
        Assert.True(report.Verdict == Verdict.Conforms, TestHistories.Text(report));
    }

    [Fact]
    public void Judge_EveryConvictedHistory_IsListed()
    {
        var listed = new HashSet<string>();
        foreach (var row in Convicted) listed.Add($"{row[0]}-convicted.ndjson");
        foreach (var folder in Folders)
            foreach (var file in Directory.GetFiles(Path.Combine(TestHistories.Own, folder), "*-convicted.ndjson"))
            {
                Assert.Contains($"{folder}/{Path.GetFileName(file)}", listed);
                Assert.True(File.Exists(file.Replace("-convicted", "-acquitted", StringComparison.Ordinal)), $"{file} has no twin");
            }
    }

    [Fact]
    public void Judge_EveryRule_ConvictsSomeHistory()
    {
        var convicting = new HashSet<string>();
        foreach (var row in Convicted) convicting.Add((string)row[1]!);
        var all = TestHistories.Report(TestHistories.Judge(
            "{\"history\":\"eda/1\",\"spec\":[\"bus\",\"projection\",\"saga\"],\"clock\":\"shared\"}\n"));
        foreach (var property in all.Properties) Assert.Contains(property.Id, convicting);
    }

    [Fact]
    public void Judge_UndeclaredAnomaly_IsReportedAndConvictsNobody()
    {
        var report = Report("saga/lost-update-between-sagas-acquitted.ndjson");
        var property = Assert.Single(report.Properties, p => p.Id == "saga-lost-update");
        Assert.Equal(Verdict.NotApplicable, property.Verdict);
        Assert.Equal(1, property.Violations);
        Assert.Equal(
            "No countermeasure is declared (config.countermeasures). It happened: "
                + Explanations()["saga/lost-update-between-sagas"],
            property.Explanation);
        Assert.Contains(property.Explanation!, TestHistories.Text(report), StringComparison.Ordinal);
    }

    [Fact]
    public void Judge_SagasThatHadNotEnded_IsUndeterminedUnlessDrained()
    {
        var text = File.ReadAllText(Path.Combine(TestHistories.Own, "saga", "saga-forgotten-half-done-convicted.ndjson"))
            .Replace("\"drained\":true", "\"drained\":false", StringComparison.Ordinal);
        var report = TestHistories.Report(TestHistories.Judge(text));
        Assert.Equal((Verdict.Undetermined, UndeterminedReason.NotObserved), (report.Verdict, report.Reason));
        Assert.Equal(
            "1 sagas had not ended, the first 's1'; the history does not claim that everything was drained (complete.drained).",
            Assert.Single(report.Properties, p => p.Id == "saga-all-or-nothing").Explanation);
    }

    /// <summary>What each convicted history is told: <c>bus/name: sentence</c>, one a line.</summary>
    private static Dictionary<string, string> Explanations()
    {
        var explanations = new Dictionary<string, string>();
        foreach (var line in File.ReadAllLines(Path.Combine(TestHistories.Own, "explanations.txt")))
        {
            var colon = line.IndexOf(": ", StringComparison.Ordinal);
            explanations.Add(line[..colon], line[(colon + 2)..]);
        }

        return explanations;
    }

    private static Report Report(string history) =>
        TestHistories.Report(HistoryJudge.Judge(Path.Combine(TestHistories.Own, history)));
}
