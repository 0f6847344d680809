using Verified.Concurrency;
using Verified.Reference;
using static Verified.Scenarios.Billing;

namespace Verified.Scenarios;

/// <summary>A durable consumer: its effects happen exactly once, in order of their key, whole, whoever dies.</summary>
public static class DeliveryScenarios
{
    /// <summary>What must hold.</summary>
    public static IReadOnlyList<Scenario> All { get; } =
    [
        Scenario.Sound("delivery-order", "each message has its effect once, in order of its key", OrderAsync),
        Scenario.Sound("delivery-crash", "a crash at any call of the store loses no effect and doubles none",
            (runtime, on) => CrashAsync(runtime, on)),
        Scenario.Sound("delivery-two-processes", "two processes of one consumer double no effect",
            (runtime, on) => TwoAsync(runtime, on)),
        Scenario.Sound("delivery-dead-letter",
            "a message that fails is set aside, its key goes on, a replay has its effect once", DeadLetterAsync),
    ];

    /// <summary>What must be found.</summary>
    public static IReadOnlyList<Scenario> Mistakes { get; } =
    [
        Mistake("delivery-check-then-act", (runtime, on) => TwoAsync(runtime, on, DeliveryVariant.CheckThenAct)),
        Mistake("delivery-check-then-act-crash", (runtime, on) => CrashAsync(runtime, on, DeliveryVariant.CheckThenAct)),
        Mistake("delivery-claim-first", (runtime, on) => CrashAsync(runtime, on, DeliveryVariant.ClaimFirst)),
        Mistake("delivery-dual-write", (runtime, on) => CrashAsync(runtime, on, DeliveryVariant.DualWrite)),
        Mistake("delivery-checkpoint-ahead",
            (runtime, on) => CrashAsync(runtime, on, reader: SubscriptionVariant.CheckpointAheadOfProcessing)),
    ];

    /// <summary>The same in stories that are drawn.</summary>
    public static IReadOnlyList<DrawnScenario> Drawn { get; } =
    [
        DrawnScenario.Sound("delivery-drawn", "each message has its effect once, in order of its key, whoever dies", ConsumerStory.Draw),
        DrawnScenario.Sound("delivery-drawn-failures",
            "a message that fails too often is set aside, and no delivery of what was delivered changes anything", DeliveryStory.Draw),
        DrawnMistake("delivery-drawn-check-then-act", story => story with { Inbox = DeliveryVariant.CheckThenAct }),
        DrawnMistake("delivery-drawn-claim-first", story => story with { Inbox = DeliveryVariant.ClaimFirst }),
        DrawnMistake("delivery-drawn-dual-write", story => story with { Inbox = DeliveryVariant.DualWrite }),
        DrawnMistake("delivery-drawn-checkpoint-ahead",
            story => story with { Reader = SubscriptionVariant.CheckpointAheadOfProcessing }),
    ];

    private static async Task OrderAsync(Runtime runtime, Onlookers on)
    {
        var store = StoreOf(runtime, on);
        var mirror = Mirror(["a1", "a2", "b1"], ["a", "b"], maxDeliveries: 1, maxReplays: 0);
        var consumer = Consumer(store, runtime, Bill(runtime), new() { MaxDeliveries = 1, MaxConcurrency = 2, Observer = mirror.Take, BusObserver = on.Bus });
        var run = runtime.Spawn("consumer", () => consumer.RunAsync());
        await store.PublishAsync("a", "a1", "a2");
        var last = await store.PublishAsync("b", "b1");
        await consumer.WaitForAsync(last);
        consumer.Drain();
        await run;
        await CheckEffectsAsync(store, "a", "a1", "a2");
        await CheckEffectsAsync(store, "b", "b1");
        Claim.Holds(mirror.State.Place.Values.All(place => place == MessagePlace.Acked), "every message is acknowledged");
    }

    private static async Task CrashAsync(
        Runtime runtime,
        Onlookers on,
        DeliveryVariant inbox = DeliveryVariant.Correct,
        SubscriptionVariant reader = SubscriptionVariant.Correct)
    {
        var store = StoreOf(runtime, on);
        await store.PublishAsync("a", "a1", "a2");
        var last = await store.PublishAsync("b", "b1");
        var options = new DurableConsumerOptions
        {
            CheckpointEvery = 1,
            MaxConcurrency = 2,
            Inbox = inbox,
            Reader = reader,
            BusObserver = on.Bus,
        };
        for (var life = 1; !await LiveAsync(runtime, new(store, runtime, $"process {life}"), options, last); life++)
        {
        }

        await CheckEffectsAsync(store, "a", "a1", "a2");
        await CheckEffectsAsync(store, "b", "b1");
    }

    private static async Task TwoAsync(Runtime runtime, Onlookers on, DeliveryVariant inbox = DeliveryVariant.Correct)
    {
        var store = StoreOf(runtime, on);
        var last = await store.PublishAsync("a", "a1");
        var options = new DurableConsumerOptions { CheckpointEvery = 100, Inbox = inbox, BusObserver = on.Bus };
        var processes = new List<Task>();
        for (var i = 1; i <= 2; i++)
        {
            var name = $"process {i}";
            processes.Add(runtime.Spawn(name, async () =>
            {
                try
                {
                    var consumer = Consumer(store, runtime, Bill(runtime), options);
                    var run = runtime.Spawn($"{name} runs", () => consumer.RunAsync());
                    await consumer.WaitForAsync(last);
                    consumer.Drain();
                    await run;
                }
                catch (ConsumerSupersededException)
                {
                    // The other one was faster.
                }
            }));
        }

        await Operations.Join(processes.ToArray());
        await CheckEffectsAsync(store, "a", "a1");
    }

    private static async Task DeadLetterAsync(Runtime runtime, Onlookers on)
    {
        var store = StoreOf(runtime, on);
        var mirror = Mirror(["a1", "a2"], ["a"], maxDeliveries: 2, maxReplays: 1);
        var failures = 2;
        var bill = Bill(runtime);
        var consumer = Consumer(
            store,
            runtime,
            (message, token) => message.Id.Value == "a1" && failures-- > 0
                ? throw new InvalidOperationException("not yet")
                : bill(message, token),
            new() { MaxDeliveries = 2, Observer = mirror.Take, BusObserver = on.Bus });
        var run = runtime.Spawn("consumer", () => consumer.RunAsync());
        var last = await store.PublishAsync("a", "a1", "a2");
        await consumer.WaitForAsync(last);
        await CheckEffectsAsync(store, "a", "a2");
        var replayed = await consumer.DeadLetters.ReplayAsync();
        Claim.Holds(replayed == 1, "there is one dead letter");
        await consumer.WaitForAsync(await store.EndAsync());
        consumer.Drain();
        await run;
        await CheckEffectsAsync(store, "a", "a2", "a1");
        Claim.Holds((await consumer.DeadLetters.ReadAsync()).Count == 0, "there is no dead letter left");
        Claim.Holds(mirror.State.Effects.Values.All(times => times == 1), "in the mirror each effect took place once");
    }

    private static MirrorRun<DeliveryState, DeliveryAction> Mirror(
        string[] messages, string[] workers, int maxDeliveries, int maxReplays)
    {
        var model = new DeliveryModel(
            EquatableSet.From(messages.Select(message => new MessageId(message))),
            EquatableSet.From(workers.Select(worker => new WorkerId(worker))),
            maxDeliveries,
            maxReplays,
            MaxSends: 1,
            DeliveryVariant.Correct);
        return new(
            Delivery.Init(model),
            (state, action) => Delivery.Step(model, state, action),
            state => Claim.Holds(Delivery.AtMostOneEffectInv(state), nameof(Delivery.AtMostOneEffectInv)));
    }

    private static DrawnScenario DrawnMistake(string name, Func<ConsumerStory, ConsumerStory> plant) =>
        DrawnScenario.Mistake(name, "each effect happens exactly once", next => plant(ConsumerStory.Draw(next)));

    private static Scenario Mistake(string name, Func<Runtime, Onlookers, Task> body) =>
        Scenario.Mistake(name, "each effect happens exactly once", body);
}
