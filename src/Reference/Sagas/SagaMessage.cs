using System.Diagnostics;

namespace Verified.Reference;

/// <summary>What the parts of a saga tell each other: a command or an event.</summary>
/// <remarks>Ordered by kind, step and attempt, so that sets of messages are read in one order.</remarks>
public abstract record SagaMessage : IComparable<SagaMessage>
{
    private protected SagaMessage()
    {
    }

    public int CompareTo(SagaMessage? other) => other is null ? 1 : Rank(this).CompareTo(Rank(other));

    private static (int Kind, int Step, int Attempt) Rank(SagaMessage message) => message switch
    {
        SagaCommand.Do(var step) => (0, step, 0),
        SagaCommand.Cancel(var step) => (1, step, 0),
        SagaCommand.Undo(var step, var attempt) => (2, step, attempt),
        SagaEvent.Started => (3, 0, 0),
        SagaEvent.StepDone(var step) => (4, step, 0),
        SagaEvent.StepRefused(var step) => (5, step, 0),
        SagaEvent.TimedOut => (6, 0, 0),
        SagaEvent.StepUndone(var step) => (7, step, 0),
        SagaEvent.UndoFailed(var step, var attempt) => (8, step, attempt),
        SagaEvent.Resumed => (9, 0, 0),
        _ => throw new UnreachableException(),
    };
}

/// <summary>What the coordinator tells a participant.</summary>
public abstract record SagaCommand : SagaMessage
{
    private SagaCommand()
    {
    }

    /// <summary>The step that the command is about; the first is 1.</summary>
    internal int OfStep => this switch
    {
        Do(var step) => step,
        Cancel(var step) => step,
        Undo(var step, _) => step,
        _ => throw new UnreachableException(),
    };

    /// <summary>Do the step. Source: <c>SagaOrchestration!Do</c>.</summary>
    public sealed record Do(int Step) : SagaCommand;

    /// <summary>Never do the step, unless it is done. Source: <c>SagaOrchestration!Cancel</c>.</summary>
    public sealed record Cancel(int Step) : SagaCommand;

    /// <summary>Take the step back. Source: <c>SagaOrchestration!Undo</c>.</summary>
    /// <param name="Step">The step, which is done.</param>
    /// <param name="Attempt">Which attempt it is; the first is 1.</param>
    public sealed record Undo(int Step, int Attempt) : SagaCommand;
}

/// <summary>What happened in a saga: a participant's answer, or what else is recorded of it.</summary>
public abstract record SagaEvent : SagaMessage
{
    private SagaEvent()
    {
    }

    /// <summary>The saga was requested. Source: <c>SagaOrchestration!Started</c>.</summary>
    public sealed record Started : SagaEvent;

    /// <summary>The step has its effect. Source: <c>SagaOrchestration!StepDone</c>.</summary>
    public sealed record StepDone(int Step) : SagaEvent;

    /// <summary>The step will never be done. Source: <c>SagaOrchestration!StepRefused</c>.</summary>
    public sealed record StepRefused(int Step) : SagaEvent;

    /// <summary>The step under way took too long; the saga is given up. Source: <c>SagaOrchestration!TimedOut</c>.</summary>
    public sealed record TimedOut : SagaEvent;

    /// <summary>The step's effect is taken back. Source: <c>SagaOrchestration!StepUndone</c>.</summary>
    public sealed record StepUndone(int Step) : SagaEvent;

    /// <summary>An attempt to take the step back failed. Source: <c>SagaOrchestration!UndoFailed</c>.</summary>
    public sealed record UndoFailed(int Step, int Attempt) : SagaEvent;

    /// <summary>A person has repaired what was broken. Source: <c>SagaOrchestration!Resumed</c>.</summary>
    public sealed record Resumed : SagaEvent;
}
