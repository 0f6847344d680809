using Verified.Oracle;
using Verified.Reference;

namespace Verified.Tests.Systematic;

/// <summary>What an onlooker has to know of the sagas of the scenarios.</summary>
internal static class SagaDefinitions
{
    public static SagaObservingStore Observe(IEventStore store, HistoryRecorder recorder, params SagaDefinition[] definitions) =>
        new(
            new AppendRecordingStore(store, recorder),
            new RecordingSagaObserver(recorder),
            new RecordingBusObserver(recorder),
            definitions);

    /// <summary>Those of sagas of so many steps.</summary>
    public static SagaDefinition[] Of(int steps) =>
        [Definition("told", steps, hasCoordinator: true), Definition("untold", steps, hasCoordinator: false)];

    /// <summary>Participants deal with every message; who runs a saga may find that one came late.</summary>
    public static void Subscribe(RecordingBusObserver bus, int steps)
    {
        foreach (var consumer in Enumerable.Range(1, steps).Select(step => $"p{step}"))
            bus.Ended(bus.Subscribing(consumer, consumer, EffectPromise.ExactlyOnce, isFiltered: false), ObservedOutcome.Succeeded, null);
        foreach (var consumer in (string[])["told", "untold"])
            bus.Ended(bus.Subscribing(consumer, consumer, EffectPromise.AtLeastOnce, isFiltered: true), ObservedOutcome.Succeeded, null);
    }

    private static SagaDefinition Definition(string name, int steps, bool hasCoordinator) =>
        new(name, [.. Enumerable.Range(1, steps).Select(NamesOf)]) { HasCoordinator = hasCoordinator };

    private static SagaStepNames NamesOf(int step) => new($"p{step}", $"done-{step}", $"refused-{step}", $"undone-{step}");
}
