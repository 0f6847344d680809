namespace Verified.Reference;

/// <content>The rule of a participant: it decides once for each step, and answers again whoever asks again.</content>
public static partial class SagaOrchestration
{
    /// <summary>What a participant does about a command.</summary>
    /// <remarks>
    /// To be committed with the effect in one transaction. Pure. Source: <c>SagaOrchestration!PerformStep</c>,
    /// <c>RefuseStep</c>, <c>CancelStep</c>, <c>UndoStep</c>, <c>FailUndo</c>, <c>AnswerAgain</c>.
    /// </remarks>
    /// <param name="command">What it is told.</param>
    /// <param name="decided">What it has decided about this step before.</param>
    /// <param name="isAble">Whether the business allows what it is told; asked only where something is left to
    /// decide.</param>
    public static SagaDecision Decide(SagaCommand command, SagaStepStatus decided, bool isAble) =>
        (command, decided) switch
        {
            (SagaCommand.Do(var step), SagaStepStatus.Open) when isAble
                => new(SagaStepStatus.Done, +1, new SagaEvent.StepDone(step)), // AtMostOneEffectInv
            (SagaCommand.Do(var step), SagaStepStatus.Open)
                => new(SagaStepStatus.Refused, 0, new SagaEvent.StepRefused(step)),
            (SagaCommand.Cancel(var step), SagaStepStatus.Open)
                => new(SagaStepStatus.Refused, 0, new SagaEvent.StepRefused(step)),
            (SagaCommand.Undo(var step, _), SagaStepStatus.Done) when isAble
                => new(SagaStepStatus.Undone, -1, new SagaEvent.StepUndone(step)), // AtMostOneEffectInv
            (SagaCommand.Undo(var step, var attempt), SagaStepStatus.Done)
                => new(SagaStepStatus.Done, 0, new SagaEvent.UndoFailed(step, attempt)),
            _ => new(decided, 0, RememberedAnswer(command, decided)),
        };

    /// <summary>Nothing is left to decide about this command: it gets the answer of before.</summary>
    /// <remarks>Source: the guard of <c>SagaOrchestration!AnswerAgain</c>.</remarks>
    public static bool HasDecided(SagaCommand command, SagaStepStatus decided) => command is SagaCommand.Undo
        ? decided != SagaStepStatus.Done
        : decided != SagaStepStatus.Open;

    private static SagaEvent RememberedAnswer(SagaCommand command, SagaStepStatus decided) =>
        (command, decided) switch
        {
            (SagaCommand.Undo(var step, _), _) => new SagaEvent.StepUndone(step), // what does not stand needs none
            (_, SagaStepStatus.Refused) => new SagaEvent.StepRefused(command.OfStep),
            _ => new SagaEvent.StepDone(command.OfStep),
        };
}
