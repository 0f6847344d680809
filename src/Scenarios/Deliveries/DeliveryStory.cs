using Verified.Concurrency;
using Verified.Reference;
using static Verified.Scenarios.StoredEvents;

namespace Verified.Scenarios;

/// <summary>A message of a story.</summary>
/// <param name="Key">What it has to be in order with.</param>
/// <param name="Failures">How often its handler fails.</param>
/// <param name="Parks">Whether its handler parks it, once it fails no longer.</param>
public sealed record StoryMessage(int Key, int Failures, bool Parks);

/// <summary>What happens to a durable consumer: messages, failures, replays, and a process that starts again.</summary>
/// <param name="Messages">What is published, in order.</param>
/// <param name="MaxDeliveries">How often a message is delivered before it is set aside.</param>
/// <param name="Replays">How often all dead letters are replayed.</param>
/// <param name="RestartAt">The position after which another process begins: what is behind it is delivered again.</param>
public sealed record DeliveryStory(
    EquatableArray<StoryMessage> Messages, int MaxDeliveries, int Replays, int RestartAt) : Story
{
    private static readonly ConsumerId s_consumer = new("consumer");

    /// <summary>Draws up to six messages of three keys.</summary>
    public static DeliveryStory Draw(Func<int, int> next)
    {
        var messages = new StoryMessage[1 + next(6)];
        for (var i = 0; i < messages.Length; i++)
            messages[i] = new(next(3), Math.Max(0, next(5) - 1), next(10) == 0);
        return new(EquatableArray.From(messages), 1 + next(3), next(3), next(7));
    }

    public override async Task RunAsync(Runtime runtime, Onlookers on)
    {
        var store = StoreOf(runtime, on);
        var mirror = Mirror();
        var failures = Messages.Select(message => message.Failures).ToArray();
        var consumer = Consumer(store, runtime, failures, on, mirror.Take);
        var run = runtime.Spawn("consumer", () => consumer.RunAsync());
        for (var i = 0; i < Messages.Count; i++)
            await store.PublishAsync($"key{Messages[i].Key}", $"m{i}");
        await consumer.WaitForAsync(await store.EndAsync());
        for (var i = 0; i < Replays; i++)
        {
            await consumer.DeadLetters.ReplayAsync();
            await consumer.WaitForAsync(await store.EndAsync());
        }

        consumer.Drain();
        await run;
        await CheckAsync(store, mirror.State);
        await AgainAsync(store, runtime, failures, on);
    }

    public override IEnumerable<Story> Simpler()
    {
        foreach (var messages in Shorter(Messages).Concat(WithOneSimpler(Messages, Simpler)))
            yield return this with { Messages = messages };
        foreach (var replays in Less(Replays, 0))
            yield return this with { Replays = replays };
        foreach (var deliveries in Less(MaxDeliveries, 1))
            yield return this with { MaxDeliveries = deliveries };
        foreach (var position in Less(RestartAt, 0))
            yield return this with { RestartAt = position };
    }

    private static IEnumerable<StoryMessage> Simpler(StoryMessage message)
    {
        if (message.Parks)
            yield return message with { Parks = false };
        foreach (var failures in Less(message.Failures, 0))
            yield return message with { Failures = failures };
        foreach (var key in Less(message.Key, 0))
            yield return message with { Key = key };
    }

    /// <summary>A store, and a consumer that is subscribed to the messages in it.</summary>
    private static PublishingStore StoreOf(Runtime runtime, Onlookers on)
    {
        on.Bus.Ended(
            on.Bus.Subscribing(s_consumer.Value, "messages", EffectPromise.ExactlyOnce), ObservedOutcome.Succeeded);
        return new(
            on.Around(new InMemoryEventStore(runtime)),
            on.Bus,
            (stream, sent) => stream.Value.StartsWith("key", StringComparison.Ordinal)
                ? new ObservedMessage(sent.Id.Value, "messages", Key: stream.Value)
                : null,
            (_, position) => position);
    }

    /// <summary>Delivers all behind an earlier checkpoint again: nothing changes.</summary>
    private async Task AgainAsync(IEventStore store, Runtime runtime, int[] failures, Onlookers on)
    {
        var before = await store.TypesAsync(IsEffect);
        await store.RewindAsync(s_consumer, RestartAt);
        var consumer = Consumer(store, runtime, failures, on, null);
        var run = runtime.Spawn("consumer again", () => consumer.RunAsync());
        await consumer.WaitForAsync(await store.EndAsync());
        consumer.Drain();
        await run;
        Claim.Sequence(before, await store.TypesAsync(IsEffect), "the effects after all was delivered again");
    }

    /// <summary>What the mirror says is acknowledged had its effect once; what it says is dead had none and is a dead letter.</summary>
    private async Task CheckAsync(IEventStore store, DeliveryState state)
    {
        var effects = await store.TypesAsync(IsEffect);
        var dead = (await new DeadLetters(store, s_consumer).ReadAsync()).Select(letter => letter.Message).ToHashSet();
        for (var i = 0; i < Messages.Count; i++)
        {
            var message = new MessageId($"m{i}");
            Claim.Holds(
                state.Place[message] is MessagePlace.Acked or MessagePlace.Dead, $"{message} is settled in the mirror");
            Claim.Holds(
                effects.Count(type => type == $"effect-{message}") == state.Effects[message],
                $"{message} had its effect as often as in the mirror");
            Claim.Holds(
                dead.Contains(message.Value) == (state.Place[message] == MessagePlace.Dead),
                $"{message} is a dead letter if and only if it is dead in the mirror");
        }

        if (Replays == 0)
            foreach (var key in Messages.Select(message => message.Key).Distinct())
                Claim.Sequence(
                    Enumerable.Range(0, Messages.Count)
                        .Where(i => Messages[i].Key == key && state.Effects[new($"m{i}")] > 0)
                        .Select(i => $"effect-m{i}"),
                    await store.TypesAsync(recorded => IsEffect(recorded) && recorded.Stream.Value == $"effects-key{key}"),
                    $"the effects of key {key}, in order");
    }

    private DurableConsumer Consumer(
        IEventStore store, Runtime runtime, int[] failures, Onlookers on, Action<DeliveryAction>? observer) => new(
        store,
        runtime,
        s_consumer,
        (message, _) =>
        {
            var number = int.Parse(message.Id.Value.AsSpan(1), System.Globalization.CultureInfo.InvariantCulture);
            if (failures[number]-- > 0)
                throw new InvalidOperationException("as told");
            return ValueTask.FromResult<Reaction>(Messages[number].Parks
                ? new Reaction.Park("as told")
                : new Reaction.Append(
                    new($"effects-{message.Recorded.Stream}"),
                    new ExpectedVersion.Any(),
                    [Event($"effect-{runtime.NewId()}", $"effect-{message.Id}")],
                    []));
        },
        new()
        {
            MaxDeliveries = MaxDeliveries,
            MaxConcurrency = 2,
            CheckpointEvery = 2,
            Filter = recorded => recorded.Stream.Value.StartsWith("key", StringComparison.Ordinal),
            Observer = observer,
            BusObserver = on.Bus,
        });

    /// <summary>The mirror knows no parking: there, the deliveries that a parked message is not given fail.</summary>
    private MirrorRun<DeliveryState, DeliveryAction> Mirror()
    {
        var model = new DeliveryModel(
            EquatableSet.From(Enumerable.Range(0, Messages.Count).Select(i => new MessageId($"m{i}"))),
            EquatableSet.From(Messages.Select(message => new WorkerId($"key{message.Key}"))),
            MaxDeliveries,
            MaxReplays: Replays * Messages.Count,
            MaxSends: 1,
            DeliveryVariant.Correct);
        return new(
            Delivery.Init(model),
            (state, action) => Step(model, state, action),
            state => Claim.Holds(
                Delivery.AtMostOneEffectInv(state) && Delivery.AckImpliesEffectInv(state) && Delivery.InboxCoversRedeliveryInv(state),
                "the claims of the mirror"));
    }

    private DeliveryState? Step(DeliveryModel model, DeliveryState state, DeliveryAction action)
    {
        if (action is not DeliveryAction.DeadLetter(var message))
            return Delivery.Step(model, state, action);
        var number = int.Parse(message.Value.AsSpan(1), System.Globalization.CultureInfo.InvariantCulture);
        var worker = new WorkerId($"key{Messages[number].Key}");
        for (; Messages[number].Parks && state.Deliveries[message] < MaxDeliveries;)
            foreach (DeliveryAction missing in (DeliveryAction[])[
                new DeliveryAction.Receive(worker, message), new DeliveryAction.Crash(worker), new DeliveryAction.TimeOut(message)])
                if (Delivery.Step(model, state, missing) is { } next)
                    state = next;
                else
                    return null;
        return Delivery.Step(model, state, action);
    }

    private static bool IsEffect(RecordedEvent recorded) =>
        recorded.Event.Type.StartsWith("effect", StringComparison.Ordinal);
}
