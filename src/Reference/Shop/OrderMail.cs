namespace Verified.Reference;

/// <summary>Tells customers how their order ended, once.</summary>
public static class OrderMail
{
    /// <summary>Its name on the bus.</summary>
    public static HandlerId Handler { get; } = new("mail");

    /// <summary>Subscribes it to the ends of these orders. Durable on return; again, it changes nothing.</summary>
    public static async ValueTask SubscribeAsync(
        LogEventBus bus, BusHandler code, IEnumerable<SagaDefinition> definitions, CancellationToken cancellationToken)
    {
        foreach (var topic in definitions.SelectMany(d => (string[])[d.Completed, d.Aborted]).Distinct())
            await bus.SubscribeAsync(Handler, new Binding.Direct(topic), code, cancellationToken);
    }

    /// <summary>Publishes that the mail is sent. A <see cref="BusHandler"/>.</summary>
    /// <remarks>It may run more than once; the id follows from that of the event, so there is one mail.</remarks>
    public static async ValueTask SendAsync(EventContext context, CancellationToken cancellationToken)
    {
        if (SagaEnvelope.Read(context.Recorded) is { Notice: not null } envelope)
            await context.PublishAsync(
                new EventData(
                    context.DeriveId("sent"), $"{context.Recorded.Event.Type}-mail-sent", envelope.Request, default),
                cancellationToken);
    }
}
