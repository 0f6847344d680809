using System.Diagnostics;

namespace Verified.Reference;

/// <content>The rule of the coordinator: applied once when an event is handled, and again in every recovery.</content>
public static partial class SagaOrchestration
{
    /// <summary>Where the coordinator is after an event.</summary>
    /// <remarks>Source: <c>SagaOrchestration!Apply</c>. Pure.</remarks>
    /// <param name="model">The steps, and the attempts before a saga is parked.</param>
    /// <param name="progress">Where it was.</param>
    /// <param name="recorded">What is recorded next.</param>
    public static SagaProgress Apply(SagaOrchestrationModel model, SagaProgress progress, SagaEvent recorded) =>
        recorded switch
        {
            SagaEvent.Started => new(SagaPhase.Running, 1, 0),
            SagaEvent.StepDone when progress.Phase == SagaPhase.Cancelling => BackTo(progress.Step),
            SagaEvent.StepDone when progress.Step == model.StepCount => new(SagaPhase.Completed, 0, 0),
            SagaEvent.StepDone => new(SagaPhase.Running, progress.Step + 1, 0),
            SagaEvent.StepRefused => BackTo(progress.Step - 1),
            SagaEvent.TimedOut when model.Variant == SagaOrchestrationVariant.CompensateUnsettled
                => BackTo(progress.Step),
            SagaEvent.TimedOut => new(SagaPhase.Cancelling, progress.Step, 0),
            SagaEvent.StepUndone => BackTo(progress.Step - 1),
            SagaEvent.UndoFailed(_, var attempt) when attempt % model.MaxAttempts == 0
                => new(SagaPhase.Stuck, progress.Step, attempt),
            SagaEvent.UndoFailed(_, var attempt) => new(SagaPhase.Compensating, progress.Step, attempt + 1),
            SagaEvent.Resumed => new(SagaPhase.Compensating, progress.Step, progress.Attempt + 1),
            _ => throw new UnreachableException(),
        };

    /// <summary>Where the coordinator is after all that is recorded: what recovery does.</summary>
    /// <remarks>Source: <c>SagaOrchestration!Replay</c>. O(events).</remarks>
    public static SagaProgress Replay(SagaOrchestrationModel model, EquatableArray<SagaEvent> recorded)
    {
        var progress = SagaProgress.Idle;
        foreach (var next in recorded)
            progress = Apply(model, progress, next);
        return progress;
    }

    /// <summary>The command to send until it is answered; null where nothing is to do.</summary>
    /// <remarks>Source: <c>SagaOrchestration!CommandsOf</c>.</remarks>
    public static SagaCommand? CommandOf(SagaProgress progress) => progress.Phase switch
    {
        SagaPhase.Running => new SagaCommand.Do(progress.Step),
        SagaPhase.Cancelling => new SagaCommand.Cancel(progress.Step),
        SagaPhase.Compensating => new SagaCommand.Undo(progress.Step, progress.Attempt),
        _ => null,
    };

    /// <summary>Where the coordinator is once it has handled an event; null where the event is not to be handled: a
    /// second request, a late answer, a time-out of what is over.</summary>
    /// <remarks>Source: the guards of <c>SagaOrchestration!Start</c>, <c>HandleAnswer</c>, <c>TimeOut</c> and
    /// <c>Resume</c>.</remarks>
    public static SagaProgress? Handle(SagaOrchestrationModel model, SagaProgress progress, SagaEvent happened) =>
        Handles(model, progress, happened) ? Apply(model, progress, happened) : null;

    /// <summary>The answer is one the coordinator waits for; any other is late and means nothing.</summary>
    /// <remarks>Source: <c>SagaOrchestration!Awaited</c>.</remarks>
    public static bool Awaits(SagaProgress progress, SagaEvent answer) => progress.Phase switch
    {
        SagaPhase.Running or SagaPhase.Cancelling => answer switch
        {
            SagaEvent.StepDone(var step) => step == progress.Step,
            SagaEvent.StepRefused(var step) => step == progress.Step,
            _ => false,
        },
        SagaPhase.Compensating => answer switch
        {
            SagaEvent.StepUndone(var step) => step == progress.Step,
            SagaEvent.UndoFailed(var step, var attempt) => step == progress.Step && attempt == progress.Attempt,
            _ => false,
        },
        _ => false,
    };

    private static bool Handles(SagaOrchestrationModel model, SagaProgress progress, SagaEvent happened) =>
        happened switch
        {
            SagaEvent.Started => progress.Phase == SagaPhase.Idle // TerminalProp
                || model.Variant == SagaOrchestrationVariant.DuplicateStart,
            SagaEvent.TimedOut => progress.Phase == SagaPhase.Running,
            SagaEvent.Resumed => progress.Phase == SagaPhase.Stuck,
            _ => Awaits(progress, happened),
        };

    /// <summary>Back to this step, which stands like all before it. Source: <c>SagaOrchestration!BackTo</c>.</summary>
    private static SagaProgress BackTo(int step) =>
        step == 0 ? new(SagaPhase.Aborted, 0, 0) : new(SagaPhase.Compensating, step, 1);
}
