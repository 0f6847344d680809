namespace Verified.Reference;

/// <summary>Tells customers how their order ended, once.</summary>
/// <remarks><see cref="HandleAsync"/> is to be run by a <see cref="DurableConsumer"/> of the log.</remarks>
public static class OrderMail
{
    /// <summary>The event tells how an order ended.</summary>
    public static bool Concerns(RecordedEvent recorded) =>
        SagaEnvelope.Read(recorded) is { Notice: SagaEnvelope.Completed or SagaEnvelope.Aborted };

    /// <summary>Writes the mail. A <see cref="MessageHandler"/>.</summary>
    public static ValueTask<Reaction> HandleAsync(Message message, CancellationToken cancellationToken)
    {
        if (!Concerns(message.Recorded))
            return ValueTask.FromResult<Reaction>(new Reaction.Nothing());
        var envelope = SagaEnvelope.Read(message.Recorded)!;
        var mail = new EventData(
            new EventId($"mail/{message.Id}"), $"{message.Recorded.Event.Type}-mail-sent", default, default);
        return ValueTask.FromResult<Reaction>(new Reaction.Append(
            new StreamId($"mail-{OrderRequest.Read(envelope.Request).Customer}"), new ExpectedVersion.Any(), [mail], []));
    }
}
