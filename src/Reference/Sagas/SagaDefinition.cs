using System.Diagnostics;

namespace Verified.Reference;

/// <summary>The identity of a saga within its definition, which is also what it is about: there is one for each.</summary>
/// <remarks>Compared ordinally; not empty, and without a slash, since ids are derived from it.</remarks>
public readonly record struct SagaId(string Value) : IComparable<SagaId>
{
    public int CompareTo(SagaId other) => string.CompareOrdinal(Value, other.Value);

    public override string ToString() => Value;
}

/// <summary>A kind of saga: its steps, how long they may take, and what its events are called.</summary>
/// <param name="Name">Its name; not empty, without a slash. Streams and ids are derived from it, so it is for ever.</param>
/// <param name="Steps">Its steps in order; one at least.</param>
public sealed record SagaDefinition(string Name, EquatableArray<SagaStepNames> Steps)
{
    /// <summary>What the event is called that starts it.</summary>
    public string Started { get; init; } = "saga-started";

    /// <summary>What the event is called that ends it with all steps standing.</summary>
    public string Completed { get; init; } = "saga-completed";

    /// <summary>What the event is called that ends it with no step standing.</summary>
    public string Aborted { get; init; } = "saga-aborted";

    /// <summary>A coordinator runs these sagas; otherwise each service acts on what its neighbours did.</summary>
    public bool HasCoordinator { get; init; } = true;

    /// <summary>How long a step may take before the saga is given up; 30 s by default. For coordinators.</summary>
    public TimeSpan StepTimeOut { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>After so many failed attempts at one compensation the saga is parked, and again after as many more; 3 by
    /// default. For coordinators.</summary>
    public int MaxAttempts { get; init; } = 3;

    /// <summary>How long to wait before the next attempt; the longest wait of the policy is taken, without jitter, so
    /// that a coordinator that recovers comes to the same moment.</summary>
    public RetryPolicy Retry { get; init; } = RetryPolicy.Default;

    /// <summary>The design, or a mistake that tests must find.</summary>
    internal SagaOrchestrationVariant Variant { get; init; } = SagaOrchestrationVariant.Correct;

    /// <summary>The constants of the rule; its budgets bound models only.</summary>
    internal SagaOrchestrationModel Model => new(Steps.Count, MaxAttempts, 0, 0, Variant);

    /// <summary>The stream that holds what is recorded of a saga.</summary>
    public StreamId StreamOf(SagaId saga) => new($"{Name}-{saga}");

    /// <summary>The id of what is recorded of a saga, or said in it: there is one event for each.</summary>
    internal EventId IdOf(SagaId saga, string what) => new($"{Name}/{saga}/{what}");

    /// <summary>Who has to act on a message: a participant, or the definition's name for who runs the saga.</summary>
    internal string AddresseeOf(SagaMessage message) => message switch
    {
        SagaCommand command => Steps[command.OfStep - 1].Participant,
        SagaEvent when HasCoordinator => Name,
        SagaEvent happened => Enumerable.Range(1, Steps.Count)
            .Where(step => SagaChoreography.Concerns(step, happened))
            .Select(step => Steps[step - 1].Participant)
            .FirstOrDefault(Name),
        _ => throw new UnreachableException(),
    };

    /// <summary>What the event is called that says this of a step.</summary>
    internal string TypeOf(SagaMessage message) => message switch
    {
        SagaEvent.Started => Started,
        SagaEvent.StepDone(var step) => Steps[step - 1].Done,
        SagaEvent.StepRefused(var step) => Steps[step - 1].Refused,
        SagaEvent.StepUndone(var step) => Steps[step - 1].Undone,
        SagaEvent.UndoFailed(var step, _) => $"{Steps[step - 1].Undone}-failed",
        SagaCommand command => $"{SagaText.KindOf(command)}-{Steps[command.OfStep - 1].Participant}",
        _ => $"saga-{SagaText.KindOf(message)}",
    };
}

/// <summary>A step of a saga: who takes it, and what the events are called that tell of it.</summary>
/// <param name="Participant">Who takes the step.</param>
/// <param name="Done">For example <c>stock-reserved</c>.</param>
/// <param name="Refused">For example <c>stock-refused</c>.</param>
/// <param name="Undone">For example <c>stock-released</c>.</param>
public sealed record SagaStepNames(string Participant, string Done, string Refused, string Undone);
