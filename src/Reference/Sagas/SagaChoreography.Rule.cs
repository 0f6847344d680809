using static Verified.Reference.SagaEvent;

namespace Verified.Reference;

/// <content>The rules of a service, and of the one who requested the saga.</content>
public static partial class SagaChoreography
{
    /// <summary>What the service of a step does about an event it has not reacted to before; null where the event is
    /// for others.</summary>
    /// <remarks>To be committed with the event's id and the effect in one transaction. Pure.
    /// Source: <c>SagaChoreography!PerformStep</c>, <c>RefuseStep</c>, <c>UndoStep</c>.</remarks>
    /// <param name="step">Whose service; the first step is 1.</param>
    /// <param name="read">What it reads in the log.</param>
    /// <param name="isAble">Whether the business allows the step; asked only where the service may refuse.</param>
    public static SagaReaction? React(int step, SagaEvent read, bool isAble) =>
        read == GoesAhead(step)
            ? isAble ? new SagaReaction(+1, new StepDone(step)) : new SagaReaction(0, new StepRefused(step))
        : GoesBack(step, read) ? new SagaReaction(-1, new StepUndone(step))
        : null;

    /// <summary>The event is one that the service of this step reacts to.</summary>
    /// <remarks>Source: the guard of <c>SagaChoreography!SkipEvent</c>.</remarks>
    public static bool Concerns(int step, SagaEvent read) => read == GoesAhead(step) || GoesBack(step, read);

    /// <summary>What an event asks for is yet to be decided by the service of this step. The same event may come twice,
    /// under two ids; what it asks for is decided once.</summary>
    /// <remarks>For an event that concerns the service. Pure. Source: <c>Shop!IsNews</c>.</remarks>
    /// <param name="step">Whose service; the first step is 1.</param>
    /// <param name="read">What it reads in the log.</param>
    /// <param name="decided">What it has decided about its step before.</param>
    public static bool IsNews(int step, SagaEvent read, SagaStepStatus decided) =>
        decided == (GoesBack(step, read) ? SagaStepStatus.Done : SagaStepStatus.Open); // AtMostOneEffectInv

    /// <summary>How the saga ended, to the one who reads this event; null where it tells nothing of that.</summary>
    /// <remarks>Source: the guards of <c>SagaChoreography!Complete</c> and <c>Abort</c>.</remarks>
    /// <param name="stepCount">How many steps the saga has.</param>
    /// <param name="published">What was published.</param>
    public static SagaOutcome? End(int stepCount, SagaEvent published) => published switch
    {
        StepDone(var step) when step == stepCount => SagaOutcome.Completed, // AllOrNothingInv
        StepRefused(1) or StepUndone(1) => SagaOutcome.Aborted, // AllOrNothingInv
        _ => null,
    };

    /// <summary>The event on which a service does its step. Source: <c>SagaChoreography!GoesAhead</c>.</summary>
    public static SagaEvent GoesAhead(int step) => step == 1 ? new Started() : new StepDone(step - 1);

    /// <summary>On this event a service takes its step back. Source: <c>SagaChoreography!GoesBack</c>.</summary>
    public static bool GoesBack(int step, SagaEvent read) => read switch
    {
        StepRefused(var refused) => refused == step + 1,
        StepUndone(var undone) => undone == step + 1,
        _ => false,
    };
}
