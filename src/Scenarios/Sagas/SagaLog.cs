using Verified.Reference;

namespace Verified.Scenarios;

/// <summary>Reads what the log says about sagas.</summary>
internal static class SagaLog
{
    /// <summary>All events of the store, in their order.</summary>
    public static async Task<List<RecordedEvent>> ReadAsync(IEventStore store)
    {
        var log = new List<RecordedEvent>();
        await foreach (var recorded in store.ReadAllAsync(ReadDirection.Forwards, 1))
            log.Add(recorded);
        return log;
    }

    /// <summary>The saga is on the list of those that need a person.</summary>
    public static bool IsParked(SagaDefinition definition, SagaId saga, IEnumerable<RecordedEvent> log) =>
        log.Aggregate(SagaOverview.Empty, (view, recorded) => view.After(definition, recorded)).Parked.Contains(saga);

    /// <summary>The event says that a saga has ended, or is parked.</summary>
    public static bool IsNotice(RecordedEvent recorded) => SagaEnvelope.Read(recorded)?.Notice is not null;
}
