using Verified.Concurrency;
using Verified.Reference;
using static Verified.Scenarios.StoredEvents;

namespace Verified.Scenarios;

/// <summary>A durable consumer that writes a bill for each message, and with it a mail about that bill.</summary>
/// <remarks>A message is an event in a stream whose name is one letter, its key; its bills go to a stream of that key.</remarks>
public static class Billing
{
    private static readonly ConsumerId s_consumer = new("billing");

    /// <summary>The id of the message that an effect commits to publish; null: the event is no effect.</summary>
    public static string? MailOf(EventData effect) =>
        effect.Type.StartsWith("bill-", StringComparison.Ordinal) ? $"mail-of-{effect.Id}" : null;

    /// <summary>One process; whether it came to the end.</summary>
    internal static Task<bool> LiveAsync(Runtime runtime, CrashingStore store, DurableConsumerOptions options, long last)
    {
        var consumer = Consumer(store, runtime, Bill(runtime), options);
        return store.LiveAsync(() => consumer.RunAsync(), token => consumer.WaitForAsync(last, token).AsTask(), consumer.Drain);
    }

    internal static DurableConsumer Consumer(
        IEventStore store, Runtime runtime, MessageHandler handler, DurableConsumerOptions options) =>
        new(store, runtime, s_consumer, handler,
            options with { Filter = recorded => !recorded.Stream.Value.StartsWith("bills", StringComparison.Ordinal) });

    /// <summary>Each delivery makes up new ids, so that nothing but the inbox keeps an effect from being doubled.</summary>
    internal static MessageHandler Bill(Runtime runtime) => (message, _) =>
    {
        var bill = Event($"bill-{message.Id}-{runtime.NewId()}", $"bill-{message.Id}");
        return ValueTask.FromResult<Reaction>(new Reaction.Append(
            new($"bills-{message.Recorded.Stream}"),
            new ExpectedVersion.Any(),
            [bill],
            [Event(MailOf(bill)!, $"mail-{message.Id}")]));
    };

    /// <summary>A store, and a consumer that is subscribed to all messages in it.</summary>
    internal static PublishingStore StoreOf(Runtime runtime, Onlookers on)
    {
        on.Bus.Ended(
            on.Bus.Subscribing(s_consumer.Value, "messages", EffectPromise.ExactlyOnce), ObservedOutcome.Succeeded);
        return new(on.Around(new InMemoryEventStore(runtime)), on.Bus, MessageIn, (_, position) => position);
    }

    private static ObservedMessage? MessageIn(StreamId stream, EventData sent) =>
        sent.Type.StartsWith("mail-", StringComparison.Ordinal) ? new(sent.Id.Value, "mails", Partition: "mails")
        : stream.Value.Length == 1 ? new(sent.Id.Value, "messages", Key: stream.Value)
        : null;

    /// <summary>Effects in this order, each with its mark before it and its mail behind it.</summary>
    internal static async Task CheckEffectsAsync(IEventStore store, string key, params string[] messages) => Claim.Sequence(
        messages.SelectMany<string, string>(message => [Inbox.MarkType, $"bill-{message}", $"mail-{message}"]),
        await store.TypesAsync(recorded => recorded.Stream.Value == $"bills-{key}"),
        $"what is written for '{key}'");
}
