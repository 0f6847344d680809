using Verified.Oracle;
using Verified.Reference;

namespace Verified.Tests.Systematic;

/// <summary>What an onlooker has to know of the sagas of the scenarios.</summary>
internal static class SagaDefinitions
{
    public static SagaObservingStore Observe(IEventStore store, HistoryRecorder recorder) => new(
        new AppendRecordingStore(store, recorder),
        new RecordingSagaObserver(recorder),
        new RecordingBusObserver(recorder),
        Definition("told", hasCoordinator: true),
        Definition("untold", hasCoordinator: false));

    /// <summary>Participants deal with every message; who runs a saga may find that one came late.</summary>
    public static void Subscribe(RecordingBusObserver bus)
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
}
