namespace Verified.Reference;

/// <summary>A participant that nobody tells what to do: it follows the log, and does its step, or takes it back, when
/// its neighbours' events say that it is time.</summary>
/// <remarks>
/// The effect, the event's mark in the inbox and the service's own event are one append; the log is the outbox, so
/// what is committed is published. Its rule is <see cref="SagaChoreography.React(int, SagaEvent, bool)"/>.
/// <see cref="HandleAsync"/> is to be run by a <see cref="DurableConsumer"/> of the log. Thread-safe. Source:
/// <c>SagaChoreography</c>, the services.
/// </remarks>
/// <param name="participant">What it can do.</param>
/// <param name="definition">The choreography it takes part in.</param>
/// <param name="step">Its step there; the first is 1.</param>
public sealed class SagaService(SagaParticipant participant, SagaDefinition definition, int step)
{
    /// <summary>What it can do.</summary>
    public SagaParticipant Participant { get; } = participant;

    /// <summary>The event is one that this service reacts to.</summary>
    public bool Concerns(RecordedEvent recorded) =>
        SagaEnvelope.Read(recorded) is { Message: SagaEvent read } envelope
        && envelope.Process == definition.Name
        && SagaChoreography.Concerns(step, read);

    /// <summary>Reacts to an event. A <see cref="MessageHandler"/>.</summary>
    /// <remarks>Source: <c>SagaChoreography!PerformStep</c>, <c>RefuseStep</c>, <c>UndoStep</c>, <c>SkipEvent</c>.</remarks>
    /// <exception cref="CompensationFailedException">The step cannot be taken back now; a later delivery tries again.</exception>
    public async ValueTask<Reaction> HandleAsync(Message message, CancellationToken cancellationToken)
    {
        if (!Concerns(message.Recorded))
            return new Reaction.Nothing();
        var envelope = SagaEnvelope.Read(message.Recorded)!;
        var read = (SagaEvent)envelope.Message!;
        // The stream first: what is decided after that look makes the append fail.
        var undoing = SagaChoreography.GoesBack(step, read) ? message.Delivery : 0;
        var (isAble, version) = await Participant.CanAsync(
            envelope.Saga, envelope.Request, undoing, cancellationToken);
        var decided = await Participant.DecidedAsync(envelope.Process, envelope.Saga, cancellationToken);
        if (!SagaChoreography.IsNews(step, read, decided))
            return new Reaction.Nothing();
        var (effect, reaction) = SagaChoreography.React(step, read, isAble)!;
        if (effect < 0 && !isAble)
            throw new CompensationFailedException(
                $"'{Participant.Name}' cannot take back its step of '{envelope.Saga}' now.");
        var own = (envelope with { Message = reaction, Effect = effect })
            .ToEvent(IdOf(envelope, reaction), definition.TypeOf(reaction));
        return new Reaction.Append(
            Participant.StreamOf(envelope.Saga, envelope.Request), ExpectedVersion.At(version), [], [own]);
    }

    private EventId IdOf(SagaEnvelope read, SagaEvent reaction) => reaction is SagaEvent.StepUndone
        ? Participant.CompensationOf(read.Process, read.Saga)
        : Participant.DecisionOf(read.Process, read.Saga);
}

/// <summary>A step cannot be taken back now. It must be in the end, so it is tried again.</summary>
public sealed class CompensationFailedException(string message) : InvalidOperationException(message);
