using Verified.Concurrency;
using Verified.Oracle;
using Verified.Oracle.History;
using Verified.Reference;
using Verified.Scenarios;
using Verified.Systematic;

namespace Verified.Tests.Systematic;

/// <summary>The history of every explored run of a saga is judged by the oracle.</summary>
/// <remarks>The scenarios check their logs against the mirrors; the oracle sees only what an outsider could record.</remarks>
public sealed class JudgedSagaTests
{
    private const int Schedules = 500;

    public static TheoryData<string> Names => [.. SagaScenarios.Observable.Select(scenario => scenario.Name)];

    [Theory]
    [MemberData(nameof(Names))]
    public async Task Scenario_EveryHistoryConforms(string name)
    {
        var scenario = SagaScenarios.Observable.Single(s => s.Name == name);
        var exploration = await SystematicTest.ExploreAsync(
            name,
            runtime => JudgeAsync(runtime, scenario),
            new() { Schedules = Schedules, Strategy = SearchStrategy.Portfolio });
        exploration.EnsurePassed();
        Assert.True(exploration.Schedules > 1, exploration.ToString());
    }

    private static async Task JudgeAsync(Runtime runtime, ObservableScenario scenario)
    {
        using var history = new MemoryStream();
        var recorder = new HistoryRecorder(history, s_header, runtime.Time);
        Subscribe(new RecordingBusObserver(recorder));
        IEventStore? last = null;
        await scenario.Body(runtime, store => Observe(last = store, recorder));
        await foreach (var _ in new RecordingEventStore(last!, recorder).ReadAllAsync(ReadDirection.Forwards, 1))
        {
        }

        history.Position = 0;
        var result = HistoryJudge.Judge(history, scenario.Name);
        if (result is not JudgeResult.Judged { Report: { Verdict: Oracle.Rules.Verdict.Conforms } })
            throw new BrokenClaimException($"The history does not conform:\n{Describe(result)}");
    }

    private static readonly HistoryHeader s_header = new(
        HistorySpec.EventStore | HistorySpec.Bus | HistorySpec.Saga, FinalReads: true, Drained: true, IdempotentPublish: true);

    private static SagaObservingStore Observe(IEventStore store, HistoryRecorder recorder) => new(
        new AppendRecordingStore(store, recorder),
        new RecordingSagaObserver(recorder),
        new RecordingBusObserver(recorder),
        Definition("told", hasCoordinator: true),
        Definition("untold", hasCoordinator: false));

    /// <summary>Participants deal with every message; who runs a saga may find that one came late.</summary>
    private static void Subscribe(RecordingBusObserver bus)
    {
        foreach (var consumer in (string[])["p1", "p2"])
            bus.Ended(bus.Subscribing(consumer, consumer, EffectPromise.ExactlyOnce, isFiltered: false), ObservedOutcome.Succeeded, null);
        foreach (var consumer in (string[])["told", "untold"])
            bus.Ended(bus.Subscribing(consumer, consumer, EffectPromise.AtLeastOnce, isFiltered: true), ObservedOutcome.Succeeded, null);
    }

    private static SagaDefinition Definition(string name, bool hasCoordinator) =>
        new(name, [new("p1", "done-1", "refused-1", "undone-1"), new("p2", "done-2", "refused-2", "undone-2")])
        {
            HasCoordinator = hasCoordinator,
        };

    private static string Describe(JudgeResult result)
    {
        using var text = new StringWriter();
        if (result is JudgeResult.Judged(var report))
            ReportText.Write(text, report);
        else
            text.Write(result);
        return text.ToString();
    }
}
