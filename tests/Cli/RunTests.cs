using Verified.Cli;
using Verified.Oracle;
using Verified.Oracle.History;

namespace Verified.Tests.Cli;

public sealed class RunTests : IDisposable
{
    private readonly Tool _tool = new();

    public void Dispose() => _tool.Dispose();

    [Theory]
    [InlineData("memory", 0)]
    [InlineData("sqlite", 3)]
    public async Task Run_CorrectStore_Conforms(string store, int kills)
    {
        var (history, seed) = (_tool.Path("history.ndjson"), $"{Environment.TickCount}");
        var run = await _tool.RunAsync(
            "run", "--store", store, "--appends", "400", "--orders", "16", "--history", history, "--seed", seed);
        Assert.True(run.Code == 0, $"--seed {seed}: {run}");
        Assert.Contains($"; {kills} kills; seed {seed}\n", run.Output, StringComparison.Ordinal);
        Assert.Equal(kills, File.ReadLines(history).Count(line => line.Contains("\"f\":\"fault\"", StringComparison.Ordinal)));
        var verdict = await _tool.RunAsync("conform", history);
        Assert.True(verdict.Code == 0, $"--seed {seed}: {verdict}");
    }

    [Fact]
    public async Task Run_Workload_PutsEveryPropertyToTheTest()
    {
        var report = await JudgeAsync(store => store);
        Assert.Equal(Oracle.Rules.Verdict.Conforms, report.Verdict);
        Assert.All(report.Properties, p => Assert.True(p.Checked > 0, p.Id));
    }

    /// <summary>A workload that a broken store survives would prove nothing.</summary>
    [Theory]
    [InlineData(nameof(BrokenStore.ForgetsIds))]
    [InlineData(nameof(BrokenStore.IgnoresExpectedVersion))]
    [InlineData(nameof(BrokenStore.AcknowledgesWithoutAppending))]
    [InlineData(nameof(BrokenStore.HidesAnEvent))]
    [InlineData(nameof(BrokenStore.TearsBatches))]
    [InlineData(nameof(BrokenStore.RevivesStreams))]
    public async Task Run_BrokenStore_IsConvicted(string fault)
    {
        var report = await JudgeAsync(store => BrokenStore.Of(fault, store));
        Assert.Equal(Oracle.Rules.Verdict.Violates, report.Verdict);
    }

    /// <summary>Orders that a broken service survives would prove nothing either; and the audit needs no oracle to see it.</summary>
    [Fact]
    public async Task Run_ServiceThatForgets_IsConvictedAndFailsTheAudit()
    {
        var plan = new WorkloadPlan
        {
            History = _tool.Path("history.ndjson"),
            Checkpoints = _tool.Folder,
            Kills = 0,
            Appends = 50,
            Orders = 60,
            Patience = TimeSpan.FromSeconds(5),
            Seed = 1,
        };
        using (var recorder = WorkloadRun.BeginHistory(plan))
        {
            var store = BrokenStore.Of(
                nameof(BrokenStore.ForgetsDecisions), new Reference.InMemoryEventStore(TimeProvider.System));
            await Assert.ThrowsAsync<WorkloadViolation>(() => WorkloadSegment.RunAsync(
                plan, store, recorder, new HistoryScan(), () => { }, CancellationToken.None));
        }

        var report = Assert.IsType<JudgeResult.Judged>(HistoryJudge.Judge(plan.History)).Report;
        // Which of the two sees it depends on what is delivered again, which the threads decide.
        Assert.Contains(
            report.Properties,
            p => p.Id is "one-effect-per-step" or "exactly-once-effect" && p.Verdict == Oracle.Rules.Verdict.Violates);
    }

    [Fact]
    public async Task Run_ExistingDatabase_Returns64()
    {
        var database = _tool.File("shop.db", "");
        var answer = await _tool.RunAsync("run", "--database", database);
        Assert.Equal(64, answer.Code);
        Assert.StartsWith("verified: 'shop.db' exists: ", answer.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Run_HistoryCannotBeWritten_Returns2()
    {
        var answer = await _tool.RunAsync("run", "--history", _tool.Path("no/such/folder/h.ndjson"));
        Assert.Equal(2, answer.Code);
        Assert.StartsWith("verified: the workload could not be run: ", answer.Error, StringComparison.Ordinal);
    }

    private async Task<Report> JudgeAsync(Func<Reference.IEventStore, Reference.IEventStore> wrap)
    {
        var plan = new WorkloadPlan
        {
            History = _tool.Path("history.ndjson"),
            Checkpoints = _tool.Folder,
            Kills = 0,
            Appends = 1_000,
            Orders = 0,
            Seed = 1,
        };
        using (var recorder = HistoryRecorder.Create(
                   plan.History, new HistoryHeader(HistorySpec.EventStore, FinalReads: true), TimeProvider.System))
        {
            var store = wrap(new Reference.InMemoryEventStore(TimeProvider.System));
            await WorkloadSegment.RunAsync(plan, store, recorder, new HistoryScan(), () => { }, CancellationToken.None);
        }

        return Assert.IsType<JudgeResult.Judged>(HistoryJudge.Judge(plan.History)).Report;
    }
}
