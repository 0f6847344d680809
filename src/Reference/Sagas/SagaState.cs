namespace Verified.Reference;

/// <summary>The constants of <c>Saga</c>.</summary>
/// <param name="StepCount">How many steps a saga has.</param>
/// <param name="MayStick">Whether a compensation may fail for good.</param>
/// <param name="Variant">The design, or a mistake that must be found.</param>
public sealed record SagaModel(int StepCount, bool MayStick, SagaVariant Variant);

/// <summary>The design of a saga, or a mistake in it. Source: <c>Saga!Variants</c>.</summary>
public enum SagaVariant
{
    Correct,

    /// <summary>All compensations are started at once, or first step first.</summary>
    CompensateInAnyOrder,
}

/// <summary>The variables of <c>Saga</c>.</summary>
/// <param name="Standing">The steps whose effect stands; the first step is 1.</param>
/// <param name="Outcome">How far the saga is.</param>
public sealed record SagaState(EquatableSet<int> Standing, SagaOutcome Outcome);

/// <summary>How far a saga is. Source: <c>Saga!Outcomes</c>.</summary>
public enum SagaOutcome
{
    Running,

    /// <summary>A step was refused, or the saga was given up: it goes back.</summary>
    Compensating,

    /// <summary>A compensation failed too often; a person has to repair it.</summary>
    Stuck,

    /// <summary>Ended for ever: all steps stand.</summary>
    Completed,

    /// <summary>Ended for ever: no step stands.</summary>
    Aborted,
}

/// <summary>The actions of <c>Saga</c>, with their arguments.</summary>
public abstract record SagaAction
{
    private SagaAction()
    {
    }

    /// <summary>Takes the next step. Source: <c>Saga!Forward</c>.</summary>
    public sealed record Forward(int Step) : SagaAction;

    /// <summary>A step was refused, or the saga is given up. Source: <c>Saga!Fail</c>.</summary>
    public sealed record Fail : SagaAction;

    /// <summary>Takes back the last step that stands. Source: <c>Saga!Compensate</c>.</summary>
    public sealed record Compensate(int Step) : SagaAction;

    /// <summary>All steps stand. Source: <c>Saga!Complete</c>.</summary>
    public sealed record Complete : SagaAction;

    /// <summary>All that stood is taken back. Source: <c>Saga!Abort</c>.</summary>
    public sealed record Abort : SagaAction;

    /// <summary>A compensation failed too often. Source: <c>Saga!Park</c>.</summary>
    public sealed record Park : SagaAction;

    /// <summary>A person has repaired what was broken. Source: <c>Saga!Resume</c>.</summary>
    public sealed record Resume : SagaAction;
}
