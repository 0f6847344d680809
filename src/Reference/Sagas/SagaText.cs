using System.Diagnostics;

namespace Verified.Reference;

/// <summary>Messages of sagas as text: in ids, types and metadata.</summary>
internal static class SagaText
{
    /// <summary>The name of a message's kind.</summary>
    public static string KindOf(SagaMessage message) => message switch
    {
        SagaCommand.Do => "do",
        SagaCommand.Cancel => "cancel",
        SagaCommand.Undo => "undo",
        SagaEvent.Started => "started",
        SagaEvent.StepDone => "done",
        SagaEvent.StepRefused => "refused",
        SagaEvent.TimedOut => "timed-out",
        SagaEvent.StepUndone => "undone",
        SagaEvent.UndoFailed => "undo-failed",
        SagaEvent.Resumed => "resumed",
        _ => throw new UnreachableException(),
    };

    /// <summary>Kind, step and attempt, as far as the message has them: <c>undo-2-1</c>.</summary>
    public static string Of(SagaMessage message)
    {
        var (step, attempt) = NumbersOf(message);
        return (step, attempt) switch
        {
            (0, 0) => KindOf(message),
            (_, 0) => FormattableString.Invariant($"{KindOf(message)}-{step}"),
            _ => FormattableString.Invariant($"{KindOf(message)}-{step}-{attempt}"),
        };
    }

    /// <summary>Step and attempt, 0 where the message has none.</summary>
    public static (int Step, int Attempt) NumbersOf(SagaMessage message) => message switch
    {
        SagaCommand.Undo(var step, var attempt) => (step, attempt),
        SagaCommand command => (command.OfStep, 0),
        SagaEvent.StepDone(var step) => (step, 0),
        SagaEvent.StepRefused(var step) => (step, 0),
        SagaEvent.StepUndone(var step) => (step, 0),
        SagaEvent.UndoFailed(var step, var attempt) => (step, attempt),
        SagaEvent => (0, 0),
        _ => throw new UnreachableException(),
    };

    /// <summary>The message of this kind, step and attempt; null where there is no such kind.</summary>
    public static SagaMessage? Parse(string kind, int step, int attempt) => kind switch
    {
        "do" => new SagaCommand.Do(step),
        "cancel" => new SagaCommand.Cancel(step),
        "undo" => new SagaCommand.Undo(step, attempt),
        "started" => new SagaEvent.Started(),
        "done" => new SagaEvent.StepDone(step),
        "refused" => new SagaEvent.StepRefused(step),
        "timed-out" => new SagaEvent.TimedOut(),
        "undone" => new SagaEvent.StepUndone(step),
        "undo-failed" => new SagaEvent.UndoFailed(step, attempt),
        "resumed" => new SagaEvent.Resumed(),
        _ => null,
    };
}
