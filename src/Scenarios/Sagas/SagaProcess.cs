using Verified.Reference;

namespace Verified.Scenarios;

/// <summary>One process that runs sagas: its consumers, with nothing in memory but what it has read from the log.</summary>
/// <remarks>It delivers each event of the log to each consumer that it concerns, in the order of the log, and hence
/// again what another process has delivered.</remarks>
/// <param name="store">The store as this process sees it.</param>
/// <param name="setup">What runs in it.</param>
internal sealed class SagaProcess(IEventStore store, SagaSetup setup)
{
    private readonly List<Consumer> _consumers = [.. ConsumersOf(store, setup)];

    private readonly SagaCoordinator _coordinator = new(store, setup.Orchestrated);

    /// <summary>Runs until so many sagas have ended.</summary>
    /// <param name="ends">So many.</param>
    /// <param name="only">The saga whose events it delivers; null: all.</param>
    public async Task RunAsync(int ends, SagaId? only = null)
    {
        await foreach (var recorded in store.SubscribeAsync(0))
        {
            if (SagaLog.IsEnd(recorded) && --ends == 0)
                return;
            if (only is { } saga && SagaEnvelope.Read(recorded)?.Saga != saga)
                continue;
            foreach (var consumer in _consumers)
                if (consumer.Concerns(recorded))
                    await DeliverAsync(consumer, recorded);
            if (SagaEnvelope.Read(recorded) is { Message: SagaEvent.UndoFailed } failed)
                await _coordinator.SendAsync(failed.Saga); // its time has come at once
            if (setup.ResumesAtOnce && SagaEnvelope.Read(recorded) is { Notice: SagaEnvelope.Parked } parked)
                await _coordinator.ResumeAsync(parked.Saga);
        }
    }

    /// <summary>Delivers all that there is, once more.</summary>
    public async Task RunAgainAsync()
    {
        foreach (var recorded in await store.LogAsync())
            foreach (var consumer in _consumers)
                if (consumer.Concerns(recorded))
                    await DeliverAsync(consumer, recorded);
    }

    private sealed record Consumer(string Name, Func<RecordedEvent, bool> Concerns, MessageHandler Handler);

    private async Task DeliverAsync(Consumer consumer, RecordedEvent recorded)
    {
        var inbox = new Inbox(store, new ConsumerId(consumer.Name));
        for (var delivery = 1; ;)
        {
            try
            {
                if (await consumer.Handler(new Message(recorded, delivery), default) is not Reaction.Append append
                    || await inbox.WriteAsync(recorded.Event.Id, append, default) is not InboxResult.Stale)
                    return;
            }
            catch (CompensationFailedException)
            {
                delivery++;
            }
        }
    }

    private static IEnumerable<Consumer> ConsumersOf(IEventStore store, SagaSetup setup)
    {
        var coordinator = new SagaCoordinator(store, setup.Orchestrated);
        var requester = new SagaRequester(store, setup.Choreographed);
        yield return new(setup.Orchestrated.Name, coordinator.Concerns, coordinator.HandleAsync);
        yield return new(setup.Choreographed.Name, requester.Concerns, requester.HandleAsync);
        for (var step = 1; step <= setup.Participants.Count; step++)
        {
            var participant = setup.Participants[step - 1](store);
            var commanded = new CommandedParticipant(participant, setup.Orchestrated);
            var service = new SagaService(participant, setup.Choreographed, step);
            yield return new(participant.Name, commanded.Concerns, commanded.HandleAsync);
            yield return new(participant.Name, service.Concerns, service.HandleAsync);
        }
    }
}

/// <summary>What the processes of a scenario run.</summary>
/// <param name="Participants">Makes the participant of each step on a store.</param>
internal sealed record SagaSetup(EquatableArray<Func<IEventStore, SagaParticipant>> Participants)
{
    public SagaDefinition Orchestrated { get; init; } =
        new("told", [.. Enumerable.Range(1, Participants.Count).Select(NamesOf)]) { MaxAttempts = 2 };

    public SagaDefinition Choreographed { get; init; } =
        new("untold", [.. Enumerable.Range(1, Participants.Count).Select(NamesOf)]) { HasCoordinator = false };

    /// <summary>A person looks at the list all the time, and what is broken is repaired by and by.</summary>
    public bool ResumesAtOnce { get; init; }

    /// <summary>What stands between the processes and the store: an observer, or a mistake.</summary>
    public Func<IEventStore, IEventStore> Around { get; init; } = store => store;

    private static SagaStepNames NamesOf(int step) => new($"p{step}", $"done-{step}", $"refused-{step}", $"undone-{step}");
}
