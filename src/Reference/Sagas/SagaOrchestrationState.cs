namespace Verified.Reference;

/// <summary>The constants of <c>SagaOrchestration</c>.</summary>
/// <param name="StepCount">How many steps the saga has, each at its own participant.</param>
/// <param name="MaxAttempts">After so many failed attempts at one compensation the saga is parked.</param>
/// <param name="MaxUndoFailures">How often compensations fail, in all.</param>
/// <param name="MaxFaults">How many crashes and lost messages there are, in all.</param>
/// <param name="Variant">The design, or a mistake that must be found.</param>
public sealed record SagaOrchestrationModel(
    int StepCount, int MaxAttempts, int MaxUndoFailures, int MaxFaults, SagaOrchestrationVariant Variant);

/// <summary>The design of the coordinator, or a mistake in it. Source: <c>SagaOrchestration!Variants</c>.</summary>
public enum SagaOrchestrationVariant
{
    Correct,

    /// <summary>The coordinator acts on an answer from memory and appends it to its log later.</summary>
    HandleBeforeDurable,

    /// <summary>A request is taken for a new one though the saga has been started.</summary>
    DuplicateStart,

    /// <summary>After a time-out the step under way is compensated at once, done or not.</summary>
    CompensateUnsettled,

    /// <summary>Past the last attempt the coordinator logs the failure and that is all.</summary>
    SilentlyStuck,
}

/// <summary>The variables of <c>SagaOrchestration</c>.</summary>
/// <param name="Log">Durable: what the coordinator recorded of the saga, in order.</param>
/// <param name="Parked">Durable: the saga is on the list of those that need a person.</param>
/// <param name="Up">The coordinator runs.</param>
/// <param name="Memory">How far it believes the saga is.</param>
/// <param name="Unlogged">Events it acted on and is yet to log; always empty in the correct design.</param>
/// <param name="Status">For each step what its participant decided: its inbox.</param>
/// <param name="Effect">For each step how often its effect stands.</param>
/// <param name="Network">Messages under way.</param>
/// <param name="UndoFailures">How many attempts to compensate failed.</param>
/// <param name="Faults">How many crashes and losses there were.</param>
public sealed record SagaOrchestrationState(
    EquatableArray<SagaEvent> Log,
    bool Parked,
    bool Up,
    SagaProgress Memory,
    EquatableArray<SagaEvent> Unlogged,
    EquatableArray<SagaStepStatus> Status,
    EquatableArray<int> Effect,
    EquatableSet<SagaMessage> Network,
    int UndoFailures,
    int Faults);

/// <summary>What a coordinator is at. Source: <c>SagaOrchestration!Progress</c>.</summary>
/// <param name="Phase">How far the saga is.</param>
/// <param name="Step">The step under way, 0 where there is none.</param>
/// <param name="Attempt">Which attempt to take it back, 0 where it is not to be taken back.</param>
public sealed record SagaProgress(SagaPhase Phase, int Step, int Attempt)
{
    /// <summary>Not started. Source: <c>SagaOrchestration!Idle</c>.</summary>
    public static SagaProgress Idle { get; } = new(SagaPhase.Idle, 0, 0);
}

/// <summary>How far a coordinator is with its saga. Source: <c>SagaOrchestration!Phases</c>.</summary>
public enum SagaPhase
{
    Idle,

    Running,

    /// <summary>Given up; whether the step under way is done is being settled.</summary>
    Cancelling,

    Compensating,

    /// <summary>A compensation failed too often; the saga is parked.</summary>
    Stuck,

    Completed,

    Aborted,
}

/// <summary>What a participant decided about its step. Source: <c>SagaOrchestration!Statuses</c>.</summary>
public enum SagaStepStatus
{
    Open,

    Done,

    /// <summary>It will never be done.</summary>
    Refused,

    Undone,
}
