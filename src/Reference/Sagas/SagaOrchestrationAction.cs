namespace Verified.Reference;

/// <summary>The actions of <c>SagaOrchestration</c>, with their arguments.</summary>
public abstract record SagaOrchestrationAction
{
    private SagaOrchestrationAction()
    {
    }

    /// <summary>A request to run the saga. Source: <c>SagaOrchestration!Start</c>.</summary>
    public sealed record Start : SagaOrchestrationAction;

    /// <summary>Sends the command of the moment, first or again.</summary>
    /// <remarks>Source: <c>SagaOrchestration!SendCommand</c>.</remarks>
    public sealed record SendCommand(SagaCommand Command) : SagaOrchestrationAction;

    /// <summary>Handles the answer that is awaited. Source: <c>SagaOrchestration!HandleAnswer</c>.</summary>
    public sealed record HandleAnswer(SagaEvent Answer) : SagaOrchestrationAction;

    /// <summary>Gives the saga up. Source: <c>SagaOrchestration!TimeOut</c>.</summary>
    public sealed record TimeOut : SagaOrchestrationAction;

    /// <summary>A person has repaired what was broken. Source: <c>SagaOrchestration!Resume</c>.</summary>
    public sealed record Resume : SagaOrchestrationAction;

    /// <summary>The coordinator dies, at any time. Source: <c>SagaOrchestration!Crash</c>.</summary>
    public sealed record Crash : SagaOrchestrationAction;

    /// <summary>It starts again, from its log. Source: <c>SagaOrchestration!Recover</c>.</summary>
    public sealed record Recover : SagaOrchestrationAction;

    /// <summary>The second half of the mistake <see cref="SagaOrchestrationVariant.HandleBeforeDurable"/>.</summary>
    /// <remarks>Source: <c>SagaOrchestration!LogLate</c>.</remarks>
    public sealed record LogLate : SagaOrchestrationAction;

    /// <summary>A participant does its step. Source: <c>SagaOrchestration!PerformStep</c>.</summary>
    public sealed record PerformStep(int Step) : SagaOrchestrationAction;

    /// <summary>A participant decides not to. Source: <c>SagaOrchestration!RefuseStep</c>.</summary>
    public sealed record RefuseStep(int Step) : SagaOrchestrationAction;

    /// <summary>The step was called off in time. Source: <c>SagaOrchestration!CancelStep</c>.</summary>
    public sealed record CancelStep(int Step) : SagaOrchestrationAction;

    /// <summary>A participant takes its step back. Source: <c>SagaOrchestration!UndoStep</c>.</summary>
    public sealed record UndoStep(int Step, int Attempt) : SagaOrchestrationAction;

    /// <summary>The compensation fails and changes nothing. Source: <c>SagaOrchestration!FailUndo</c>.</summary>
    public sealed record FailUndo(int Step, int Attempt) : SagaOrchestrationAction;

    /// <summary>Was decided before: the same answer, and nothing else.</summary>
    /// <remarks>Source: <c>SagaOrchestration!AnswerAgain</c>.</remarks>
    public sealed record AnswerAgain(SagaCommand Command) : SagaOrchestrationAction;

    /// <summary>The network loses a message. Source: <c>SagaOrchestration!Lose</c>.</summary>
    public sealed record Lose(SagaMessage Message) : SagaOrchestrationAction;
}
