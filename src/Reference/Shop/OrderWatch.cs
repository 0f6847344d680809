namespace Verified.Reference;

/// <summary>What an onlooker of the shop has to be told besides what <see cref="SagaObservingStore"/> sees: what leaves no trace
/// in the store.</summary>
public static class OrderWatch
{
    /// <summary>The consumers, and whether they promise that a message has its effect once. Who runs sagas deals with a
    /// late answer by doing nothing, each time.</summary>
    public static IReadOnlyList<(string Name, EffectPromise Promise)> Consumers { get; } =
    [
        (OrderSagas.Orchestrated.Name, EffectPromise.AtLeastOnce),
        (OrderSagas.Choreographed.Name, EffectPromise.AtLeastOnce),
        ("stock", EffectPromise.ExactlyOnce),
        ("payment", EffectPromise.ExactlyOnce),
        ("shipping", EffectPromise.ExactlyOnce),
        (OrderMail.Handler.Value, EffectPromise.AtLeastOnce), // there is one mail since its id is derived
    ];

    /// <summary>Tells that all of them are subscribed, each to what is addressed to it.</summary>
    public static void Subscribe(IBusObserver bus)
    {
        foreach (var (consumer, promise) in Consumers)
            bus.Ended(bus.Subscribing(consumer, consumer, promise), ObservedOutcome.Succeeded);
    }

    /// <summary>Tells of what the mail's handler is handed.</summary>
    public static BusHandler AroundMail(IBusObserver bus, BusHandler code) => async (context, cancellationToken) =>
    {
        var delivery = bus.Delivering(
            OrderMail.Handler.Value, new ObservedMessage(context.Recorded.Event.Id.Value, SagaEnvelope.NoticeTopic));
        try
        {
            await code(context, cancellationToken);
            bus.Ended(delivery, ObservedOutcome.Succeeded);
        }
        catch (Exception failure)
        {
            bus.Ended(delivery, ObservedOutcome.Unknown, failure.GetType().Name);
            throw;
        }
    };

    /// <summary>Tells of a message that makes no difference: it leaves no trace in the store.</summary>
    public static MessageHandler Around(IEventStore store, IBusObserver bus, ConsumerId consumer, MessageHandler handler)
    {
        var inbox = new Inbox(store, consumer);
        return async (message, cancellationToken) =>
        {
            var reaction = await handler(message, cancellationToken);
            if (reaction is not Reaction.Nothing)
                return reaction;
            var delivery = bus.Delivering(consumer.Value, new ObservedMessage(message.Id.Value, consumer.Value));
            var isKnown = await inbox.ContainsAsync(message.Recorded.Event.Id, cancellationToken);
            bus.Ended(delivery, isKnown ? ObservedOutcome.Duplicate : ObservedOutcome.Succeeded);
            return reaction;
        };
    }
}
