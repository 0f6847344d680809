using Verified.Concurrency;
using Verified.Reference;
using static Verified.Scenarios.StoredEvents;

namespace Verified.Scenarios;

/// <summary>The event bus: one outcome for each handler, no deadlock, and nothing stored of what is refused.</summary>
public static class BusScenarios
{
    private static readonly Binding s_all = new Binding.Fanout();

    /// <summary>What must hold.</summary>
    public static IReadOnlyList<Scenario> All { get; } =
    [
        Scenario.Sound("bus-nested", "handlers that publish and wait never deadlock, with one permit",
            (runtime, on) => NestedAsync(runtime, on, EventBusVariant.Correct)),
        Scenario.Sound("bus-outcomes", "each handler has an outcome of its own",
            (runtime, on) => OutcomesAsync(runtime, on, EventBusVariant.Correct)),
        Scenario.Sound("bus-subscribe", "who subscribes while events are published gets those that come behind it", SubscribeAsync),
        Scenario.Sound("bus-veto", "of an event that is refused nothing is stored, and nobody hears of it",
            (runtime, on) => VetoAsync(runtime, on, EventBusVariant.Correct)),
        Scenario.Sound("bus-crash", "after a crash at any call of the store every handler still gets every event", CrashAsync),
    ];

    /// <summary>What must be found.</summary>
    public static IReadOnlyList<Scenario> Mistakes { get; } =
    [
        Mistake("bus-hold-permit", EventBusVariant.HoldPermit, NestedAsync),
        Mistake("bus-swallow-failure", EventBusVariant.SwallowFailure, OutcomesAsync),
        Mistake("bus-stop-at-failure", EventBusVariant.StopAtFailure, OutcomesAsync),
        Mistake("bus-store-then-ask", EventBusVariant.StoreThenAsk, VetoAsync),
    ];

    /// <summary>The same in stories that are drawn.</summary>
    public static IReadOnlyList<DrawnScenario> Drawn { get; } =
    [
        DrawnScenario.Sound("bus-drawn", "each handler of a stored event has an outcome of its own, whatever it does", BusStory.Draw),
        DrawnMistake("bus-drawn-hold-permit", EventBusVariant.HoldPermit),
        DrawnMistake("bus-drawn-swallow-failure", EventBusVariant.SwallowFailure),
        DrawnMistake("bus-drawn-stop-at-failure", EventBusVariant.StopAtFailure),
        DrawnMistake("bus-drawn-store-then-ask", EventBusVariant.StoreThenAsk),
    ];

    private static async Task NestedAsync(Runtime runtime, Onlookers on, EventBusVariant variant)
    {
        var store = on.Around(new InMemoryEventStore(runtime));
        var mirror = Mirror(["a"], ["o1", "o2", "n-o1", "n-o2"], permits: 1);
        var bus = new LogEventBus(store, runtime, "bus", new() { MaxPermits = 1, Variant = variant, Observer = mirror.Take });
        var watched = new WatchedBus(bus, on.Bus);
        await watched.SubscribeAsync(new("a"), s_all, async (context, token) =>
        {
            if (context.Recorded.Event.Type == "inner")
                return;
            var nested = await watched.PublishAndWaitAsync(context, Event($"n-{context.Recorded.Event.Id}", "inner"), token);
            Claim.Holds(
                nested is PublishResult.Handled { Outcomes: [{ Outcome: HandlerOutcome.Succeeded }] },
                $"the nested event is handled when the wait for it is over, and it is {nested}");
        });
        var run = runtime.Spawn("dispatcher", () => bus.RunAsync());
        await Operations.Join(Enumerable.Range(1, 2).Select(i => $"o{i}").Select(id => runtime.Spawn($"publisher of {id}", async () =>
        {
            var result = await watched.PublishAndWaitAsync(Event(id, "outer"));
            Claim.Holds(
                result is PublishResult.Handled { Outcomes: [{ Outcome: HandlerOutcome.Succeeded }] },
                $"{id} is handled, and it is {result}");
        })).ToArray());
        bus.Drain();
        await run;
    }

    private static async Task OutcomesAsync(Runtime runtime, Onlookers on, EventBusVariant variant)
    {
        var store = on.Around(new InMemoryEventStore(runtime));
        var mirror = Mirror(["bad", "good"], ["e1"], permits: 2);
        var bus = new LogEventBus(store, runtime, "bus", new() { MaxPermits = 2, Variant = variant, Observer = mirror.Take });
        var watched = new WatchedBus(bus, on.Bus);
        var good = 0;
        await watched.SubscribeAsync(new("bad"), s_all, async (_, token) =>
        {
            await runtime.PointAsync("bad", Access.Read);
            throw new InvalidOperationException("no");
        });
        await watched.SubscribeAsync(new("good"), s_all, async (_, token) =>
        {
            await runtime.PointAsync("good", Access.Read);
            good++;
        });
        var run = runtime.Spawn("dispatcher", () => bus.RunAsync());
        var result = await watched.PublishAndWaitAsync(Event("e1"));
        bus.Drain();
        await run;
        Claim.Holds(
            result is PublishResult.Handled(_, [
            { Handler: { Value: "bad" }, Outcome: HandlerOutcome.Failed },
            { Handler: { Value: "good" }, Outcome: HandlerOutcome.Succeeded }]),
            $"each handler has its own outcome, and they are {result}");
        Claim.Holds(good == 1, "the other handler ran once");
        Claim.Holds((await bus.DeadLettersOf(new("bad")).ReadAsync()).Count == 1, "the failure is a dead letter");
    }

    private static async Task SubscribeAsync(Runtime runtime, Onlookers on)
    {
        var store = on.Around(new InMemoryEventStore(runtime));
        var mirror = Mirror(["late"], ["e1", "e2"], permits: 8);
        var bus = new LogEventBus(store, runtime, "bus", new() { Observer = mirror.Take });
        var watched = new WatchedBus(bus, on.Bus);
        var seen = new List<string>();
        var run = runtime.Spawn("dispatcher", () => bus.RunAsync());
        var subscribing = runtime.Spawn("subscriber", async () =>
        {
            await watched.SubscribeAsync(new("late"), s_all, (context, _) =>
            {
                seen.Add(context.Recorded.Event.Id.Value);
                return ValueTask.CompletedTask;
            });
        });
        var last = 0L;
        foreach (var id in new[] { "e1", "e2" })
            last = ((PublishResult.Published)await watched.PublishAsync(Event(id))).Position;
        await bus.WaitForAsync(last);
        await subscribing;
        bus.Drain();
        await run;
        var subscribedAt = await PositionOfAsync(store, "$subscribed");
        var behind = new List<string>();
        await foreach (var recorded in store.ReadAllAsync(ReadDirection.Forwards, subscribedAt))
            if (recorded.Stream.Value[0] != '$')
                behind.Add(recorded.Event.Id.Value);
        Claim.Sequence(behind, seen.Order(StringComparer.Ordinal), "what the subscriber got");
    }

    private static async Task VetoAsync(Runtime runtime, Onlookers on, EventBusVariant variant)
    {
        var store = on.Around(new InMemoryEventStore(runtime));
        var mirror = Mirror(["all"], ["bad", "good"], permits: 8);
        PublishMiddleware guard = async (publication, next, token) => publication.Event.Id.Value == "bad"
            ? new PublishVerdict.Veto("bad")
            : await next(publication, token);
        var bus = new LogEventBus(
            store, runtime, "bus", new() { Middleware = [guard], Variant = variant, Observer = mirror.Take });
        var watched = new WatchedBus(bus, on.Bus);
        var seen = new List<string>();
        await watched.SubscribeAsync(new("all"), s_all, (context, _) =>
        {
            seen.Add(context.Recorded.Event.Id.Value);
            return ValueTask.CompletedTask;
        });
        var run = runtime.Spawn("dispatcher", () => bus.RunAsync());
        var refused = runtime.Spawn("bad publisher", async () =>
            Claim.Holds(await watched.PublishAsync(Event("bad")) is PublishResult.Vetoed, "the bad event is refused"));
        await watched.PublishAndWaitAsync(Event("good"));
        await refused;
        bus.Drain();
        await run;
        Claim.Sequence(["good"], seen, "what the handler got");
        Claim.Holds(await store.FindAsync(new("bad")) is null, "nothing of the refused event is stored");
    }

    private static async Task CrashAsync(Runtime runtime, Onlookers on)
    {
        var store = on.Around(new InMemoryEventStore(runtime));
        var seen = new HashSet<string>(StringComparer.Ordinal);
        var first = new WatchedBus(new LogEventBus(store, runtime, "bus"), on.Bus);
        await first.SubscribeAsync(new("h"), s_all, (_, _) => ValueTask.CompletedTask);
        var last = 0L;
        foreach (var id in new[] { "e1", "e2" })
            last = ((PublishResult.Published)await first.PublishAsync(Event(id))).Position;
        for (var life = 1; !await LiveAsync(runtime, on, store, $"process {life}", seen, last); life++)
        {
        }

        Claim.Sequence(["e1", "e2"], seen.Order(StringComparer.Ordinal), "what the handler got");
    }

    private static Task<bool> LiveAsync(
        Runtime runtime, Onlookers on, IEventStore store, string process, HashSet<string> seen, long last)
    {
        var mortal = new CrashingStore(store, runtime, process);
        var bus = new LogEventBus(mortal, runtime, "bus", new() { CheckpointEvery = 1 });
        var watched = new WatchedBus(bus, on.Bus);
        return mortal.LiveAsync(WorkAsync, token => bus.WaitForAsync(last, token).AsTask(), bus.Drain);

        async Task WorkAsync()
        {
            await watched.SubscribeAsync(new("h"), s_all, (context, _) =>
            {
                seen.Add(context.Recorded.Event.Id.Value);
                return ValueTask.CompletedTask;
            });
            await bus.RunAsync();
        }
    }

    private static async Task<long> PositionOfAsync(IEventStore store, string type)
    {
        await foreach (var recorded in store.ReadAllAsync(ReadDirection.Forwards, 0))
            if (recorded.Event.Type == type)
                return recorded.Position;
        throw new BrokenClaimException($"There is no event of type {type}.");
    }

    private static MirrorRun<EventBusState, EventBusAction> Mirror(string[] handlers, string[] events, int permits)
    {
        var model = new EventBusModel(
            EquatableSet.From(handlers.Select(handler => new HandlerId(handler))),
            EquatableSet.From(events.Select(id => new EventId(id))),
            permits,
            EventBusVariant.Correct);
        return new(EventBus.Init(model), (state, action) => EventBus.Step(model, state, action));
    }

    private static DrawnScenario DrawnMistake(string name, EventBusVariant variant) => DrawnScenario.Mistake(
        name,
        "each handler of an event that is stored has an outcome of its own",
        next => BusStory.Draw(next) with { Variant = variant });

    private static Scenario Mistake(
        string name, EventBusVariant variant, Func<Runtime, Onlookers, EventBusVariant, Task> body) => Scenario.Mistake(
            name, "each handler of an event that is stored has an outcome of its own", (runtime, on) => body(runtime, on, variant));
}
