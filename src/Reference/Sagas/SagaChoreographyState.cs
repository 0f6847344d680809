namespace Verified.Reference;

/// <summary>The constants of <c>SagaChoreography</c>.</summary>
/// <param name="StepCount">How many steps the saga has, each at its own service.</param>
/// <param name="MaxFaults">How often a service reads or publishes again, in all.</param>
/// <param name="Variant">The design, or a mistake that must be found.</param>
public sealed record SagaChoreographyModel(int StepCount, int MaxFaults, SagaChoreographyVariant Variant);

/// <summary>The design of the services, or a mistake in it. Source: <c>SagaChoreography!Variants</c>.</summary>
public enum SagaChoreographyVariant
{
    Correct,

    /// <summary>A service reacts to whatever it reads, though it may have read it before.</summary>
    NoInbox,
}

/// <summary>The variables of <c>SagaChoreography</c>.</summary>
/// <param name="Log">All published events, in order.</param>
/// <param name="Outcome">What the one who requested the saga knows of its end.</param>
/// <param name="Offset">For each service, up to where it has read the log.</param>
/// <param name="Inbox">For each service, the events it reacted to.</param>
/// <param name="Outbox">For each service, its own events that are yet to be published.</param>
/// <param name="Effect">For each service, how often the effect of its step stands.</param>
/// <param name="Faults">How often a service read or published again.</param>
public sealed record SagaChoreographyState(
    EquatableArray<SagaEvent> Log,
    SagaOutcome Outcome,
    EquatableArray<int> Offset,
    EquatableArray<EquatableSet<SagaEvent>> Inbox,
    EquatableArray<EquatableArray<SagaEvent>> Outbox,
    EquatableArray<int> Effect,
    int Faults);

/// <summary>The actions of <c>SagaChoreography</c>, with their arguments.</summary>
public abstract record SagaChoreographyAction
{
    private SagaChoreographyAction()
    {
    }

    /// <summary>A service does its step. Source: <c>SagaChoreography!PerformStep</c>.</summary>
    public sealed record PerformStep(int Step) : SagaChoreographyAction;

    /// <summary>A service refuses its step. Source: <c>SagaChoreography!RefuseStep</c>.</summary>
    public sealed record RefuseStep(int Step) : SagaChoreographyAction;

    /// <summary>A service takes its step back. Source: <c>SagaChoreography!UndoStep</c>.</summary>
    public sealed record UndoStep(int Step, SagaEvent Event) : SagaChoreographyAction;

    /// <summary>A service reads over an event that is for others, or that it knows.</summary>
    /// <remarks>Source: <c>SagaChoreography!SkipEvent</c>.</remarks>
    public sealed record SkipEvent(int Step, SagaEvent Event) : SagaChoreographyAction;

    /// <summary>A relay publishes what is first in the outbox. Source: <c>SagaChoreography!Publish</c>.</summary>
    public sealed record Publish(int Step) : SagaChoreographyAction;

    /// <summary>A relay dies before it noted what it published.</summary>
    /// <remarks>Source: <c>SagaChoreography!PublishUnnoted</c>.</remarks>
    public sealed record PublishUnnoted(int Step) : SagaChoreographyAction;

    /// <summary>A service starts again from an older offset. Source: <c>SagaChoreography!Rewind</c>.</summary>
    /// <param name="Step">Whose service.</param>
    /// <param name="Position">The event to be read next; the first is 1.</param>
    public sealed record Rewind(int Step, int Position) : SagaChoreographyAction;

    /// <summary>The last step is done. Source: <c>SagaChoreography!Complete</c>.</summary>
    public sealed record Complete : SagaChoreographyAction;

    /// <summary>The first step is refused or undone. Source: <c>SagaChoreography!Abort</c>.</summary>
    public sealed record Abort : SagaChoreographyAction;
}
