using Verified.Concurrency;
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
    /// <param name="cancellationToken">Ends it earlier.</param>
    public async Task RunAsync(int ends, SagaId? only = null, CancellationToken cancellationToken = default)
    {
        await foreach (var recorded in store.SubscribeAsync(0, cancellationToken))
        {
            if (SagaLog.IsEnd(recorded) && --ends == 0)
                return;
            if (only is { } saga && SagaEnvelope.Read(recorded)?.Saga != saga)
                continue;
            foreach (var consumer in _consumers)
                if (consumer.Concerns(recorded))
                    await DeliverAsync(consumer, recorded);
            if (SagaEnvelope.Read(recorded) is { Message: SagaEvent.UndoFailed } failed)
                await _coordinator.SendAsync(failed.Saga, CancellationToken.None); // its time has come at once
            if (setup.ResumesAtOnce && SagaEnvelope.Read(recorded) is { Notice: SagaEnvelope.Parked } parked)
                await _coordinator.ResumeAsync(parked.Saga, CancellationToken.None);
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
        var id = new ConsumerId(consumer.Name);
        var (inbox, handler) = (new Inbox(store, id), setup.AroundHandler(id, consumer.Handler));
        for (var delivery = 1; ;)
        {
            try
            {
                if (await handler(new Message(recorded, delivery), default) is not Reaction.Append append
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
            var (participant, reads) = (setup.Participants[step - 1](store), setup.Reads(step));
            var commanded = new CommandedParticipant(participant, setup.Orchestrated);
            var service = new SagaService(participant, setup.Choreographed, step);
            yield return new(participant.Name, commanded.Concerns, commanded.HandleAsync);
            yield return new(
                participant.Name,
                recorded => service.Concerns(reads(recorded)),
                (message, token) => service.HandleAsync(message with { Recorded = reads(message.Recorded) }, token));
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

    /// <summary>What goes around the handler of each consumer: an observer.</summary>
    public Func<ConsumerId, MessageHandler, MessageHandler> AroundHandler { get; init; } = (_, handler) => handler;

    /// <summary>What the service of a step takes an event for: the event itself, or there is a mistake.</summary>
    public Func<int, Func<RecordedEvent, RecordedEvent>> Reads { get; init; } = _ => recorded => recorded;

    /// <summary>What stands between the processes and the store: an observer, or a mistake.</summary>
    public Func<IEventStore, IEventStore> Around { get; init; } = store => store;

    /// <summary>A process, and those that take its place, until all sagas have ended. What it delivers about one saga is in the
    /// order of the log; what it delivers about others happens beside that.</summary>
    public async Task LiveAsync(Runtime runtime, IEventStore store, string process, bool isMortal, IReadOnlyList<SagaId> sagas)
    {
        for (var (life, isOver) = (1, false); !isOver; life++)
        {
            var mortal = new CrashingStore(store, runtime, $"{process}.{life}") { IsImmortal = !isMortal };
            var living = new SagaProcess(mortal, this);
            using var death = new CancellationTokenSource();
            await Operations.Join([.. sagas.Select(saga => runtime.Spawn($"{mortal.Process} runs {saga}", async () =>
            {
                try
                {
                    await living.RunAsync(sagas.Count, saga, death.Token);
                }
                catch (Exception end) when (mortal.IsDead && end is EventStoreException.Unavailable or OperationCanceledException)
                {
                    death.Cancel(); // one for all
                }
            }))]);
            isOver = !mortal.IsDead;
        }
    }

    private static SagaStepNames NamesOf(int step) => new($"p{step}", $"done-{step}", $"refused-{step}", $"undone-{step}");
}
