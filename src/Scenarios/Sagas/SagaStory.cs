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
    int Processes) : Story
{
    /// <summary>Room for all sagas that there are.</summary>
    private const int Ample = 3;

    /// <summary>The design of the coordinator, or a mistake in it.</summary>
    internal SagaOrchestrationVariant Variant { get; init; } = SagaOrchestrationVariant.Correct;

    /// <summary>A mistake that stands between the processes and the store.</summary>
    internal Func<IEventStore, Runtime, IEventStore> Store { get; init; } = (store, _) => store;

    /// <summary>A mistake that stands between those who look on and the store.</summary>
    internal Func<IEventStore, Runtime, IEventStore> Beneath { get; init; } = (store, _) => store;

    /// <summary>Draws up to three sagas of three steps, two who give up and two processes.</summary>
    public static SagaStory Draw(Func<int, int> next)
    {
        var (participants, sagas, timeOuts) = (new StoryParticipant[1 + next(3)], new bool[1 + next(3)], new StoryTimeOut[next(3)]);
        for (var i = 0; i < participants.Length; i++)
            participants[i] = new(next(Ample + 1), Math.Max(0, next(6) - 2));
        for (var i = 0; i < sagas.Length; i++)
            sagas[i] = next(2) == 0;
        for (var i = 0; i < timeOuts.Length; i++)
            timeOuts[i] = new(next(sagas.Length), 1 + next(participants.Length));
        return new(EquatableArray.From(participants), EquatableArray.From(sagas), EquatableArray.From(timeOuts), 1 + next(2));
    }

    public override async Task RunAsync(Runtime runtime, Onlookers on)
    {
        var store = Store(on.Around(Beneath(new InMemoryEventStore(runtime), runtime)), runtime);
        var setup = Setup();
        var (coordinator, requester) = (
            new SagaCoordinator(store, setup.Orchestrated), new SagaRequester(store, setup.Choreographed));
        for (var i = 0; i < Sagas.Count; i++)
            await (Sagas[i] ? coordinator.StartAsync(IdOf(i), default) : requester.StartAsync(IdOf(i), default));
        var sagas = Enumerable.Range(0, Sagas.Count).Select(IdOf).ToList();
        await Operations.Join(
        [
            .. Enumerable.Range(1, Processes).Select(i => runtime.Spawn(
                $"process {i}", () => setup.LiveAsync(runtime, store, $"process {i}", isMortal: i == 1, sagas))),
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

    public override IEnumerable<Story> Simpler()
    {
        foreach (var processes in Less(Processes, 1))
            yield return this with { Processes = processes };
        foreach (var timeOuts in Shorter(TimeOuts))
            yield return this with { TimeOuts = timeOuts };
        for (var i = 0; i < Sagas.Count && Sagas.Count > 1; i++)
        {
            yield return WithoutSaga(i);
            yield return WithoutSaga(i) with { Participants = EquatableArray.From(Participants.Select(WithoutRoomForOne)) };
        }

        foreach (var participants in Shorter(Participants))
            if (participants.Count > 0)
                yield return this with { Participants = participants, TimeOuts = Within(participants.Count) };
        foreach (var story in WithTimeOut())
            yield return story;
        foreach (var sagas in WithOneSimpler<bool>(Sagas, isTold => isTold ? [] : [true]))
            yield return this with { Sagas = sagas };
        foreach (var participants in WithOneSimpler(Participants, Simpler))
            yield return this with { Participants = participants };
        foreach (var timeOuts in WithOneSimpler(TimeOuts, Simpler))
            yield return this with { TimeOuts = timeOuts };
    }

    /// <summary>Somebody gives up, instead of a process or of a participant who refuses.</summary>
    private IEnumerable<SagaStory> WithTimeOut()
    {
        if (TimeOuts.Count > 0)
            yield break;
        var impatient = this with { TimeOuts = [new(0, 1)] };
        if (Processes > 1)
            yield return impatient with { Processes = 1 };
        if (Participants.Count > 1)
            foreach (var participants in Shorter(Participants))
                yield return impatient with { Participants = participants };
    }

    /// <summary>The time-outs of a story with so many steps.</summary>
    private EquatableArray<StoryTimeOut> Within(int steps) =>
        EquatableArray.From(TimeOuts.Select(t => t with { Step = Math.Min(t.Step, steps) }));

    /// <summary>Who refuses nothing is simpler than who does.</summary>
    private static IEnumerable<StoryParticipant> Simpler(StoryParticipant participant)
    {
        if (participant.Room < Ample)
            yield return participant with { Room = Ample };
        foreach (var failures in Less(participant.UndoFailures, 0))
            yield return participant with { UndoFailures = failures };
    }

    private static IEnumerable<StoryTimeOut> Simpler(StoryTimeOut timeOut)
    {
        foreach (var saga in Less(timeOut.Saga, 0))
            yield return timeOut with { Saga = saga };
        foreach (var step in Less(timeOut.Step, 1))
            yield return timeOut with { Step = step };
    }

    /// <summary>For the others there is as much room as there was.</summary>
    private static StoryParticipant WithoutRoomForOne(StoryParticipant participant) =>
        participant with { Room = Math.Max(0, participant.Room - 1) };

    private SagaStory WithoutSaga(int saga) => this with
    {
        Sagas = EquatableArray.From(Sagas.Where((_, i) => i != saga)),
        TimeOuts = EquatableArray.From(TimeOuts
            .Where(t => t.Saga != saga)
            .Select(t => t.Saga > saga ? t with { Saga = t.Saga - 1 } : t)),
    };

    private SagaSetup Setup()
    {
        var setup = new SagaSetup(EquatableArray.From(Participants.Select((participant, i) =>
            (Func<IEventStore, SagaParticipant>)(store => new Counter(
                store, $"p{i + 1}", participant.Room, attempt => attempt <= participant.UndoFailures)))));
        return setup with { ResumesAtOnce = true, Orchestrated = setup.Orchestrated with { Variant = Variant } };
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
