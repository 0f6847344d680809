namespace Verified.Reference;

/// <summary>A participant that does what coordinators tell it, and answers.</summary>
/// <remarks>
/// It decides once for each step and keeps the decision with the effect, in one append; whoever asks again gets the
/// same answer. Its rule is <see cref="SagaOrchestration.Decide"/>. <see cref="HandleAsync"/> is to be run by a
/// <see cref="DurableConsumer"/> of the log. Thread-safe. Source: <c>SagaOrchestration</c>, the participants.
/// </remarks>
/// <param name="participant">What it can do.</param>
/// <param name="definitions">The sagas it takes part in, with one step in each.</param>
public sealed class CommandedParticipant(SagaParticipant participant, params SagaDefinition[] definitions)
{
    /// <summary>What it can do.</summary>
    public SagaParticipant Participant { get; } = participant;

    /// <summary>The event is a command to this participant.</summary>
    public bool Concerns(RecordedEvent recorded) =>
        SagaEnvelope.Read(recorded) is { Message: SagaCommand command } envelope
        && DefinitionOf(envelope) is { } definition
        && definition.Steps[command.OfStep - 1].Participant == Participant.Name;

    /// <summary>Does what it is told, or answers again. A <see cref="MessageHandler"/>.</summary>
    /// <remarks>Source: <c>SagaOrchestration!PerformStep</c>, <c>RefuseStep</c>, <c>CancelStep</c>, <c>UndoStep</c>,
    /// <c>FailUndo</c>, <c>AnswerAgain</c>.</remarks>
    public async ValueTask<Reaction> HandleAsync(Message message, CancellationToken cancellationToken)
    {
        if (!Concerns(message.Recorded))
            return new Reaction.Nothing();
        var envelope = SagaEnvelope.Read(message.Recorded)!;
        var (process, saga, command) = (envelope.Process, envelope.Saga, (SagaCommand)envelope.Message!);
        // The stream first: what is decided after that look makes the append fail.
        var undoing = command is SagaCommand.Undo(_, var attempt) ? attempt : 0;
        var (isAble, version) = await Participant.CanAsync(saga, envelope.Request, undoing, cancellationToken);
        var decided = await Participant.DecidedAsync(process, saga, cancellationToken);
        var decision = SagaOrchestration.Decide(command, decided, isAble);
        var answer = (envelope with { Message = decision.Answer, Effect = decision.Effect })
            .ToEvent(IdOf(envelope, command, decided, decision), DefinitionOf(envelope)!.TypeOf(decision.Answer));
        return new Reaction.Append(
            Participant.StreamOf(saga, envelope.Request), ExpectedVersion.At(version), [], [answer]);
    }

    /// <summary>A decision has the id that there is one of; an answer that decides nothing has that of its command.</summary>
    private EventId IdOf(SagaEnvelope told, SagaCommand command, SagaStepStatus decided, SagaDecision decision) =>
        decision.Status == decided ? new EventId($"{Participant.Name}/{told.Process}/{told.Saga}/{SagaText.Of(command)}")
        : decision.Status == SagaStepStatus.Undone ? Participant.CompensationOf(told.Process, told.Saga)
        : Participant.DecisionOf(told.Process, told.Saga);

    private SagaDefinition? DefinitionOf(SagaEnvelope envelope) =>
        Array.Find(definitions, definition => definition.Name == envelope.Process);
}
