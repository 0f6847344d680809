namespace Verified.Reference;

public static partial class SagaOrchestration
{
    /// <summary>Every action with every argument, in the order of <c>SagaOrchestration!Next</c>.</summary>
    public static IEnumerable<SagaOrchestrationAction> Actions(SagaOrchestrationModel model)
    {
        var steps = Saga.Steps(model.StepCount).ToList();
        var undoings = Undoings(model).ToList();
        var commands = Commands(model).ToList();
        var answers = Answers(model).ToList();
        return
        [
            new SagaOrchestrationAction.Start(),
            .. commands.Select(command => new SagaOrchestrationAction.SendCommand(command)),
            .. answers.Select(answer => new SagaOrchestrationAction.HandleAnswer(answer)),
            new SagaOrchestrationAction.TimeOut(),
            new SagaOrchestrationAction.Resume(),
            new SagaOrchestrationAction.Crash(),
            new SagaOrchestrationAction.Recover(),
            new SagaOrchestrationAction.LogLate(),
            .. steps.Select(step => new SagaOrchestrationAction.PerformStep(step)),
            .. steps.Select(step => new SagaOrchestrationAction.RefuseStep(step)),
            .. steps.Select(step => new SagaOrchestrationAction.CancelStep(step)),
            .. undoings.Select(u => new SagaOrchestrationAction.UndoStep(u.Step, u.Attempt)),
            .. undoings.Select(u => new SagaOrchestrationAction.FailUndo(u.Step, u.Attempt)),
            .. commands.Select(command => new SagaOrchestrationAction.AnswerAgain(command)),
            .. commands.Concat<SagaMessage>(answers)
                .Select(message => new SagaOrchestrationAction.Lose(message)),
        ];
    }

    /// <summary>What may be sent. Source: <c>SagaOrchestration!Commands</c>.</summary>
    public static IEnumerable<SagaCommand> Commands(SagaOrchestrationModel model) =>
    [
        .. Saga.Steps(model.StepCount).Select(step => new SagaCommand.Do(step)),
        .. Saga.Steps(model.StepCount).Select(step => new SagaCommand.Cancel(step)),
        .. Undoings(model).Select(u => new SagaCommand.Undo(u.Step, u.Attempt)),
    ];

    /// <summary>What participants answer. Source: <c>SagaOrchestration!Answers</c>.</summary>
    public static IEnumerable<SagaEvent> Answers(SagaOrchestrationModel model) =>
    [
        .. Saga.Steps(model.StepCount).Select(step => new SagaEvent.StepDone(step)),
        .. Saga.Steps(model.StepCount).Select(step => new SagaEvent.StepRefused(step)),
        .. Saga.Steps(model.StepCount).Select(step => new SagaEvent.StepUndone(step)),
        .. Undoings(model).Select(u => new SagaEvent.UndoFailed(u.Step, u.Attempt)),
    ];

    private static IEnumerable<(int Step, int Attempt)> Undoings(SagaOrchestrationModel model) =>
        from step in Saga.Steps(model.StepCount)
        from attempt in Enumerable.Range(1, model.MaxUndoFailures + 1) // the last one has not failed
        select (step, attempt);
}
