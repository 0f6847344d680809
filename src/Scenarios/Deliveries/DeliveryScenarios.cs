using Verified.Concurrency;
using Verified.Reference;
using static Verified.Scenarios.StoredEvents;

namespace Verified.Scenarios;

/// <summary>A durable consumer: its effects happen exactly once, in order of their key, whole, whoever dies.</summary>
public static class DeliveryScenarios
{
    private static readonly ConsumerId s_consumer = new("billing");

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

    /// <summary>The id of the message that an effect commits to publish; null: the event is no effect.</summary>
    public static string? MailOf(EventData effect) =>
        effect.Type.StartsWith("bill-", StringComparison.Ordinal) ? $"mail-of-{effect.Id}" : null;

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
        for (var life = 1; !await LiveAsync(runtime, store, $"process {life}", options, last); life++)
        {
        }

        await CheckEffectsAsync(store, "a", "a1", "a2");
        await CheckEffectsAsync(store, "b", "b1");
    }

    /// <summary>One process; whether it came to the end.</summary>
    private static async Task<bool> LiveAsync(
        Runtime runtime, IEventStore store, string process, DurableConsumerOptions options, long last)
    {
        var mortal = new CrashingStore(store, runtime, process);
        var consumer = Consumer(mortal, runtime, Bill(runtime), options);
        var run = runtime.Spawn(process, () => consumer.RunAsync());
        using var over = new CancellationTokenSource();
        var waiting = runtime.Spawn($"{process} waits", () => consumer.WaitForAsync(last, over.Token).AsTask());
        await Task.WhenAny(run, waiting);
        consumer.Drain();
        over.Cancel();
        try
        {
            await waiting;
        }
        catch (OperationCanceledException)
        {
            // It died before it came so far.
        }

        try
        {
            await run;
            return true;
        }
        catch (EventStoreException.Unavailable) when (mortal.IsDead)
        {
            return false;
        }
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

        await Task.WhenAll(processes.ToArray());
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

    private static DurableConsumer Consumer(
        IEventStore store, Runtime runtime, MessageHandler handler, DurableConsumerOptions options) =>
        new(store, runtime, s_consumer, handler,
            options with { Filter = recorded => !recorded.Stream.Value.StartsWith("bills", StringComparison.Ordinal) });

    /// <summary>Each delivery makes up new ids, so that nothing but the inbox keeps an effect from being doubled.</summary>
    private static MessageHandler Bill(Runtime runtime) => (message, _) =>
    {
        var bill = Event($"bill-{message.Id}-{runtime.NewId()}", $"bill-{message.Id}");
        return ValueTask.FromResult<Reaction>(new Reaction.Append(
            new($"bills-{message.Recorded.Stream}"),
            new ExpectedVersion.Any(),
            [bill],
            [Event(MailOf(bill)!, $"mail-{message.Id}")]));
    };

    /// <summary>A store, and a consumer that is subscribed to all messages in it.</summary>
    private static PublishingStore StoreOf(Runtime runtime, Onlookers on)
    {
        on.Bus.Ended(
            on.Bus.Subscribing(s_consumer.Value, "messages", EffectPromise.ExactlyOnce), ObservedOutcome.Succeeded);
        return new(on.Around(new InMemoryEventStore(runtime)), on.Bus, MessageIn, (_, position) => position);
    }

    private static ObservedMessage? MessageIn(StreamId stream, EventData sent) =>
        sent.Type.StartsWith("mail-", StringComparison.Ordinal) ? new(sent.Id.Value, "mails", Partition: "mails")
        : stream.Value is "a" or "b" ? new(sent.Id.Value, "messages", Key: stream.Value)
        : null;

    /// <summary>Effects in this order, each with its mark before it and its mail behind it.</summary>
    private static async Task CheckEffectsAsync(IEventStore store, string key, params string[] messages) => Claim.Sequence(
        messages.SelectMany<string, string>(message => [Inbox.MarkType, $"bill-{message}", $"mail-{message}"]),
        await store.TypesAsync(recorded => recorded.Stream.Value == $"bills-{key}"),
        $"what is written for '{key}'");

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

    private static Scenario Mistake(string name, Func<Runtime, Onlookers, Task> body) =>
        Scenario.Mistake(name, "each effect happens exactly once", body);
}
