using Verified.Concurrency;
using Verified.Reference;

namespace Verified.Scenarios;

/// <summary>What a participant of a story is like.</summary>
/// <param name="Room">For so many sagas it has room at a time.</param>
/// <param name="UndoFailures">So many attempts to take its step back fail, for each saga.</param>
public sealed record StoryParticipant(int Room, int UndoFailures);

/// <summary>Somebody who gives a saga up.</summary>
/// <param name="Saga">Which one, as its index.</param>
/// <param name="Step">While it is at this step.</param>
public sealed record StoryTimeOut(int Saga, int Step);

/// <summary>Sagas that compete, participants that refuse and fail, processes that repeat each other and die.</summary>
/// <param name="Participants">That of each step.</param>
/// <param name="Sagas">For each saga whether it has a coordinator.</param>
/// <param name="TimeOuts">Who gives up what.</param>
/// <param name="Processes">How many processes deliver all of it; one of them may die.</param>
public sealed record SagaStory(
    EquatableArray<StoryParticipant> Participants,
    EquatableArray<bool> Sagas,
    EquatableArray<StoryTimeOut> TimeOuts,
    int Processes)
{
    /// <summary>Tells the story.</summary>
    /// <exception cref="BrokenClaimException">A saga does what its mirror does not allow, or does not end; the overview is
    /// wrong; or delivering everything again changes something.</exception>
    public async Task RunAsync(Runtime runtime)
    {
        var store = new InMemoryEventStore(runtime);
        var setup = Setup();
        var (coordinator, requester) = (
            new SagaCoordinator(store, setup.Orchestrated), new SagaRequester(store, setup.Choreographed));
        for (var i = 0; i < Sagas.Count; i++)
            await (Sagas[i] ? coordinator.StartAsync(IdOf(i), default) : requester.StartAsync(IdOf(i), default));
        await Task.WhenAll(
        [
            .. Enumerable.Range(1, Processes).Select(i => runtime.Spawn($"process {i}", () => LiveAsync(runtime, store, setup, i))),
            .. TimeOuts.Select(t => runtime.Spawn($"impatient with {t}", async () =>
            {
                if (Sagas[t.Saga])
                    await coordinator.TimeOutAsync(IdOf(t.Saga), t.Step);
            })),
        ]);
        var log = await store.LogAsync();
        Check(setup, log);
        await new SagaProcess(store, setup).RunAgainAsync();
        Claim.Holds((await store.LogAsync()).Count == log.Count, "delivering everything again changes nothing");
    }

    private SagaSetup Setup() => new(EquatableArray.From(Participants.Select((participant, i) =>
        (Func<IEventStore, SagaParticipant>)(store => new Counter(
            store, $"p{i + 1}", participant.Room, attempt => attempt <= participant.UndoFailures)))))
    {
        ResumesAtOnce = true,
    };

    private async Task LiveAsync(Runtime runtime, InMemoryEventStore store, SagaSetup setup, int process)
    {
        for (var life = 1; ; life++)
        {
            var mortal = new CrashingStore(store, runtime, $"process {process}.{life}");
            try
            {
                await new SagaProcess(process == 1 ? mortal : store, setup).RunAsync(Sagas.Count);
                return;
            }
            catch (EventStoreException.Unavailable) when (mortal.IsDead)
            {
                // The next life begins.
            }
        }
    }

    private void Check(SagaSetup setup, List<RecordedEvent> log)
    {
        for (var i = 0; i < Sagas.Count; i++)
        {
            var hasEnded = Sagas[i]
                ? SagaMirror.FollowOrchestration(setup.Orchestrated, IdOf(i), log).Memory.Phase
                    is SagaPhase.Completed or SagaPhase.Aborted
                : Saga.IsFinal(SagaMirror.FollowChoreography(setup.Choreographed, IdOf(i), log).Outcome);
            Claim.Holds(hasEnded, $"saga {i} has ended");
        }

        SagaLog.CheckOverview(setup.Orchestrated, log);
        for (var step = 0; step < Participants.Count; step++)
            CheckRoom($"counter-p{step + 1}", Participants[step].Room, log);
    }

    private static void CheckRoom(string stream, int room, List<RecordedEvent> log)
    {
        var standing = 0;
        foreach (var recorded in log)
            if (recorded.Stream.Value == stream && SagaEnvelope.Read(recorded) is { } envelope)
                Claim.Holds((standing += envelope.Effect) is var now && now >= 0 && now <= room, $"{stream} has room for {room}");
    }

    private static SagaId IdOf(int saga) => new($"s{saga}");
}
