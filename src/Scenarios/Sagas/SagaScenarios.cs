using Verified.Concurrency;
using Verified.Reference;

namespace Verified.Scenarios;

/// <summary>Sagas with a coordinator and without: all or nothing, each effect once, whoever dies, repeats or gives up; and
/// every log is a behaviour of the mirror.</summary>
public static class SagaScenarios
{
    private static readonly SagaId s_saga = new("s");

    /// <summary>What must hold.</summary>
    public static IReadOnlyList<Scenario> All { get; } =
    [
        Scenario.Sound("saga-told-completes", "two processes that run one saga complete it once",
            (runtime, on) => TwiceAsync(runtime, Willing with { Around = on.Around }, isTold: true)),
        Scenario.Sound("saga-told-refused", "a step that is refused takes the others back, once, though two processes do it",
            (runtime, on) => TwiceAsync(runtime, LastRefuses with { Around = on.Around }, isTold: true)),
        Scenario.Sound("saga-told-time-out", "a saga that is given up at any moment ends with all or nothing",
            (runtime, on) => TimeOutAsync(runtime, Willing with { Around = on.Around })),
        Scenario.Sound("saga-told-started-twice", "two requests start one saga",
            (runtime, on) => StartedTwiceAsync(runtime, Willing with { Around = on.Around })),
        Scenario.Sound("saga-told-crash", "a crash at any call of the store leaves no saga half done",
            (runtime, on) => CrashAsync(runtime, LastRefuses with { Around = on.Around }, isTold: true)),
        Scenario.Sound("saga-told-stuck", "a compensation that fails too often is seen on the list, and goes on when it is resumed",
            (runtime, on) => StuckAsync(runtime, Fails with { Around = on.Around })),
        Scenario.Sound("saga-untold-completes", "two processes that run one saga complete it once",
            (runtime, on) => TwiceAsync(runtime, Willing with { Around = on.Around }, isTold: false)),
        Scenario.Sound("saga-untold-refused", "a step that is refused takes the others back, once, though two processes do it",
            (runtime, on) => TwiceAsync(runtime, LastRefuses with { Around = on.Around }, isTold: false)),
        Scenario.Sound("saga-untold-crash", "a crash at any call of the store leaves no saga half done",
            (runtime, on) => CrashAsync(runtime, LastRefuses with { Around = on.Around }, isTold: false)),
        Scenario.Sound("saga-compete", "sagas of both kinds that compete for the last unit do not both get it",
            (runtime, on) => CompeteAsync(runtime, OneUnit with { Around = on.Around })),
    ];

    /// <summary>What must be found.</summary>
    public static IReadOnlyList<Scenario> Mistakes { get; } =
    [
        Scenario.Mistake("saga-told-lost-update", "an answer is recorded once, though two processes handle it",
            (runtime, on) => TwiceAsync(runtime, Overwrites(LastRefuses, on, runtime), isTold: true)),
        Scenario.Mistake("saga-told-duplicate-start", "two requests start one saga",
            (runtime, on) => StartedTwiceAsync(runtime, Overwrites(Willing, on, runtime))),
        Scenario.Mistake("saga-told-no-inbox", "a step has its effect once, though two processes command it",
            (runtime, on) => TwiceAsync(runtime, Forgets(LastRefuses, on, runtime, "counter-", keepsIds: false), isTold: true)),
        Scenario.Mistake("saga-told-compensate-unsettled", "a saga that is given up at any moment ends with all or nothing",
            (runtime, on) => TimeOutAsync(runtime, Variant(Willing with { Around = on.Around }, SagaOrchestrationVariant.CompensateUnsettled))),
        Scenario.Mistake("saga-told-silently-stuck", "a compensation that fails too often is seen on the list",
            (runtime, on) => StuckAsync(runtime, Variant(Fails with { Around = on.Around }, SagaOrchestrationVariant.SilentlyStuck))),
        Scenario.Mistake("saga-told-handle-before-durable", "a command goes out when what led to it is durable",
            (runtime, on) => CrashAsync(
                runtime, Willing with { Around = store => new HastyStore(on.Around(store), Willing.Orchestrated) }, isTold: true)),
        Scenario.Mistake("saga-untold-no-inbox", "a service reacts to an event once, though it reads it twice",
            (runtime, on) => TwiceAsync(runtime, Forgets(LastRefuses, on, runtime, "counter-", keepsIds: false), isTold: false)),
        Scenario.Mistake("saga-compete-check-then-reserve", "sagas that compete for the last unit do not both get it",
            (runtime, on) => CompeteAsync(runtime, Forgets(OneUnit, on, runtime, "counter-", keepsIds: true))),
        Scenario.Mistake("saga-untold-double-compensation", "a step is taken back once, though two processes do it",
            (runtime, on) => TwiceAsync(
                runtime,
                LastRefuses with { Around = store => new ForgetfulStore(on.Around(store), runtime, (s, _) => s.Value == "counter-p1", false) },
                isTold: false)),
    ];

    /// <summary>The same in stories that are drawn.</summary>
    public static IReadOnlyList<DrawnScenario> Drawn { get; } =
    [
        DrawnScenario.Sound("saga-drawn",
            "every saga ends with all or nothing, each effect once, whoever competes, refuses, fails, repeats, gives up or dies", SagaStory.Draw),
        DrawnMistake("saga-drawn-lost-update", story => story with { Beneath = Forgetful("told-"), Processes = 1 }),
        DrawnMistake("saga-drawn-no-inbox",
            story => story with { Store = Forgetful("counter-"), Sagas = EquatableArray.From(story.Sagas.Select(_ => true)) }),
        DrawnMistake("saga-drawn-compensate-unsettled", story => story with { Variant = SagaOrchestrationVariant.CompensateUnsettled }),
        DrawnMistake("saga-drawn-silently-stuck", story => story with { Variant = SagaOrchestrationVariant.SilentlyStuck }),
        DrawnMistake("saga-drawn-untold-no-inbox",
            story => story with { Store = ForgetfulOf(said => said is { Process: "untold", Effect: +1 }) }),
        DrawnMistake("saga-drawn-untold-double-compensation",
            story => story with { Store = ForgetfulOf(said => said is { Process: "untold", Effect: -1 }) }),
        DrawnMistake("saga-drawn-check-then-reserve", story => story with { Store = Forgetful("counter-", keepsIds: true) }),
        DrawnMistake("saga-drawn-handle-before-durable",
            story => story with { Store = (store, _) => new HastyStore(store, Willing.Orchestrated) }),
    ];

    private static SagaSetup Willing => new([s => new Counter(s, "p1"), s => new Counter(s, "p2")]);

    private static SagaSetup LastRefuses => new([s => new Counter(s, "p1"), s => new Counter(s, "p2", room: 0)]);

    private static SagaSetup OneUnit => new([s => new Counter(s, "p1", room: 1), s => new Counter(s, "p2")]);

    /// <summary>The first compensation fails twice.</summary>
    private static SagaSetup Fails => new(
        [s => new Counter(s, "p1", failsToUndo: attempt => attempt <= 2), s => new Counter(s, "p2", room: 0)]);

    private static async Task TwiceAsync(Runtime runtime, SagaSetup setup, bool isTold)
    {
        var store = new InMemoryEventStore(runtime);
        await StartAsync(setup.Around(store), setup, s_saga, isTold);
        var processes = Enumerable.Range(1, 2)
            .Select(i => runtime.Spawn($"process {i}", () => new SagaProcess(setup.Around(store), setup).RunAsync(1)));
        await Operations.Join(processes.ToArray());
        await CheckAsync(store, setup, s_saga, isTold);
    }

    private static async Task TimeOutAsync(Runtime runtime, SagaSetup setup)
    {
        var store = new InMemoryEventStore(runtime);
        var seen = setup.Around(store);
        await StartAsync(seen, setup, s_saga, isTold: true);
        var process = runtime.Spawn("process", () => new SagaProcess(seen, setup).RunAsync(1));
        var impatient = runtime.Spawn("impatient", async () =>
        {
            var coordinator = new SagaCoordinator(setup.Around(store), setup.Orchestrated);
            if (await coordinator.TimeOutAsync(s_saga, 2) == 0)
                await coordinator.TimeOutAsync(s_saga, 1);
        });
        await Operations.Join(process, impatient);
        await CheckAsync(store, setup, s_saga, isTold: true);
    }

    private static async Task StartedTwiceAsync(Runtime runtime, SagaSetup setup)
    {
        var store = new InMemoryEventStore(runtime);
        var started = 0;
        var requests = Enumerable.Range(1, 2).Select(i => runtime.Spawn($"request {i}", async () =>
        {
            var start = await new SagaCoordinator(setup.Around(store), setup.Orchestrated).StartAsync(s_saga, default);
            started += start.IsNew ? 1 : 0;
        }));
        await Operations.Join([.. requests, runtime.Spawn("process", () => new SagaProcess(setup.Around(store), setup).RunAsync(1))]);
        Claim.Holds(started == 1, "one request starts the saga");
        await CheckAsync(store, setup, s_saga, isTold: true);
    }

    private static async Task CrashAsync(Runtime runtime, SagaSetup setup, bool isTold)
    {
        var store = new InMemoryEventStore(runtime);
        await StartAsync(setup.Around(store), setup, s_saga, isTold);
        for (var life = 1; !await LiveAsync($"process {life}"); life++)
        {
        }

        await CheckAsync(store, setup, s_saga, isTold);

        async Task<bool> LiveAsync(string name)
        {
            var mortal = new CrashingStore(setup.Around(store), runtime, name);
            try
            {
                await new SagaProcess(mortal, setup).RunAsync(1);
                return true;
            }
            catch (EventStoreException.Unavailable) when (mortal.IsDead)
            {
                return false;
            }
        }
    }

    private static async Task StuckAsync(Runtime runtime, SagaSetup setup)
    {
        var store = new InMemoryEventStore(runtime);
        var seen = setup.Around(store);
        await StartAsync(seen, setup, s_saga, isTold: true);
        var overview = SagaOverview.Project(store, runtime, setup.Orchestrated);
        using var end = new CancellationTokenSource();
        var projecting = runtime.Spawn("overview", () => overview.RunAsync(end.Token));
        var process = runtime.Spawn("process", () => new SagaProcess(seen, setup).RunAsync(1));
        var parked = await overview.WaitForAsync(view => view.View.Parked.Contains(s_saga));
        Claim.Holds(parked.View.Open[s_saga].Progress == new SagaProgress(SagaPhase.Stuck, 1, 2), "it is parked after two attempts");
        await new SagaCoordinator(seen, setup.Orchestrated).ResumeAsync(s_saga);
        await process;
        await overview.WaitForAsync(view => view.View.Open.IsEmpty && view.View.Parked.IsEmpty && view.View.AbortedCount == 1);
        end.Cancel();
        try
        {
            await projecting;
        }
        catch (OperationCanceledException)
        {
            // It has no other end.
        }

        await CheckAsync(store, setup, s_saga, isTold: true);
    }

    private static async Task CompeteAsync(Runtime runtime, SagaSetup setup)
    {
        var (one, other) = (new SagaId("a"), new SagaId("b"));
        var store = new InMemoryEventStore(runtime);
        await StartAsync(setup.Around(store), setup, one, isTold: true);
        await StartAsync(setup.Around(store), setup, other, isTold: false);
        var processes = new[] { one, other }.Select(saga => runtime.Spawn(
            $"process of {saga}", () => new SagaProcess(setup.Around(store), setup).RunAsync(2, saga)));
        await Operations.Join(processes.ToArray());
        await CheckAsync(store, setup, one, isTold: true);
        await CheckAsync(store, setup, other, isTold: false);
        var (highest, standing) = (0, 0);
        foreach (var recorded in await store.LogAsync())
            if (recorded.Stream.Value == "counter-p1" && SagaEnvelope.Read(recorded) is { } envelope)
                highest = Math.Max(highest, standing += envelope.Effect);
        Claim.Holds(highest <= 1, nameof(Shop.StockNonNegativeInv));
    }

    private static async Task StartAsync(IEventStore store, SagaSetup setup, SagaId saga, bool isTold)
    {
        var start = isTold
            ? await new SagaCoordinator(store, setup.Orchestrated).StartAsync(saga, default)
            : await new SagaRequester(store, setup.Choreographed).StartAsync(saga, default);
        Claim.Holds(start.IsNew, "the saga is started");
    }

    private static async Task CheckAsync(IEventStore store, SagaSetup setup, SagaId saga, bool isTold)
    {
        var log = await store.LogAsync();
        if (isTold)
        {
            var state = SagaMirror.FollowOrchestration(setup.Orchestrated, saga, log);
            Claim.Holds(
                state.Memory.Phase is SagaPhase.Completed or SagaPhase.Aborted, nameof(SagaOrchestration) + "!Terminates");
        }
        else
        {
            var state = SagaMirror.FollowChoreography(setup.Choreographed, saga, log);
            Claim.Holds(Saga.IsFinal(state.Outcome), nameof(SagaChoreography) + "!Terminates");
        }
    }

    private static SagaSetup Forgets(SagaSetup setup, Onlookers on, Runtime runtime, string streams, bool keepsIds) => setup with
    {
        Around = store => new ForgetfulStore(
            on.Around(store), runtime, (stream, _) => stream.Value.StartsWith(streams, StringComparison.Ordinal), keepsIds),
    };

    /// <summary>Who looks on sees what a coordinator expects, and the store does not.</summary>
    private static SagaSetup Overwrites(SagaSetup setup, Onlookers on, Runtime runtime) =>
        setup with { Around = store => on.Around(Forgetful("told-")(store, runtime)) };

    private static Func<IEventStore, Runtime, IEventStore> Forgetful(string streams, bool keepsIds = false) => (store, runtime) =>
        new ForgetfulStore(store, runtime, (stream, _) => stream.Value.StartsWith(streams, StringComparison.Ordinal), keepsIds);

    /// <summary>Forgets where something is appended that says this of a saga.</summary>
    private static Func<IEventStore, Runtime, IEventStore> ForgetfulOf(Func<SagaEnvelope, bool> says) => (store, runtime) =>
        new ForgetfulStore(
            store, runtime, (_, events) => events.Any(sent => SagaEnvelope.Read(sent) is { } said && says(said)), keepsIds: false);

    private static DrawnScenario DrawnMistake(string name, Func<SagaStory, SagaStory> plant) => DrawnScenario.Mistake(
        name, "every saga ends with all or nothing, each effect once", next => plant(SagaStory.Draw(next)));

    private static SagaSetup Variant(SagaSetup setup, SagaOrchestrationVariant variant) =>
        setup with { Orchestrated = setup.Orchestrated with { Variant = variant } };
}
