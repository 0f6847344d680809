using System.Collections.Immutable;

namespace Verified.Reference;

/// <summary>All sagas of a definition at a glance: those under way, those that need a person, how the others ended.</summary>
/// <remarks>A view for a <see cref="Projector{TView}"/>. Memory grows with the sagas under way, not with those that
/// were. An event costs O(log sagas under way).</remarks>
/// <param name="Open">Sagas that have not ended, the parked ones included.</param>
/// <param name="Due">When a coordinator has to do something about a saga by itself, the earliest first.</param>
/// <param name="Parked">Sagas that are stuck and wait for a person. Source: <c>SagaOrchestration</c>, VARIABLE
/// <c>parked</c>.</param>
/// <param name="CompletedCount">How many ended with all steps standing.</param>
/// <param name="AbortedCount">How many ended with no step standing.</param>
public sealed record SagaOverview(
    ImmutableSortedDictionary<SagaId, OpenSaga> Open,
    ImmutableSortedSet<DueSaga> Due,
    ImmutableSortedSet<SagaId> Parked,
    int CompletedCount,
    int AbortedCount)
{
    /// <summary>No saga was ever started.</summary>
    public static SagaOverview Empty { get; } = new(
        ImmutableSortedDictionary<SagaId, OpenSaga>.Empty, ImmutableSortedSet<DueSaga>.Empty, [], 0, 0);

    /// <summary>A projector of this view.</summary>
    public static Projector<SagaOverview> Project(
        IEventStore store, Concurrency.Runtime runtime, SagaDefinition definition) =>
        new(store, runtime, new ProjectionId($"sagas-of-{definition.Name}"), Empty,
            (view, recorded) => view.After(definition, recorded));

    /// <summary>The sagas that are stuck, by their ids: what could not be taken back, how often it was tried, and since
    /// when it is so.</summary>
    /// <remarks>Repair what was broken, then <see cref="SagaCoordinator.ResumeAsync"/>. Source:
    /// <c>SagaOrchestration!StuckIsVisibleInv</c>.</remarks>
    public IReadOnlyList<StuckSaga> Stuck() =>
        [.. Parked.Select(saga => Open[saga] is var open
            ? new StuckSaga(saga, open.Progress.Step, open.Progress.Attempt, open.Since)
            : default)];

    /// <summary>The overview after an event of the log. Pure.</summary>
    public SagaOverview After(SagaDefinition definition, RecordedEvent recorded)
    {
        if (SagaEnvelope.Read(recorded) is not { } envelope
            || envelope.Process != definition.Name
            || recorded.Stream != definition.StreamOf(envelope.Saga))
            return this;
        return envelope switch
        {
            { Message: SagaEvent happened } => AfterEvent(definition, envelope.Saga, happened, recorded.RecordedAt),
            { Message: SagaCommand command } => AfterCommand(definition, envelope.Saga, command),
            { Notice: SagaEnvelope.Parked } => this with { Parked = Parked.Add(envelope.Saga) },
            { Notice: SagaEnvelope.Completed } => Without(envelope.Saga) with { CompletedCount = CompletedCount + 1 },
            { Notice: SagaEnvelope.Aborted } => Without(envelope.Saga) with { AbortedCount = AbortedCount + 1 },
            _ => this,
        };
    }

    private SagaOverview AfterEvent(SagaDefinition definition, SagaId saga, SagaEvent happened, DateTimeOffset at)
    {
        var before = Open.GetValueOrDefault(saga);
        var progress = SagaOrchestration.Apply(definition.Model, before?.Progress ?? SagaProgress.Idle, happened);
        return With(saga, new OpenSaga(progress, before?.Sent, at, DueAt(definition, progress, before?.Sent, at)));
    }

    /// <summary>The command of the moment is out: what is due, if anything, is the time-out.</summary>
    private SagaOverview AfterCommand(SagaDefinition definition, SagaId saga, SagaCommand command) =>
        Open.GetValueOrDefault(saga) is { } open
            ? With(saga, open with { Sent = command, Due = DueAt(definition, open.Progress, command, open.Since) })
            : this;

    private SagaOverview Without(SagaId saga) => With(saga, null);

    /// <summary>With this in the place of what is known of the saga. A saga that moves is parked no more.</summary>
    private SagaOverview With(SagaId saga, OpenSaga? open)
    {
        var due = Open.GetValueOrDefault(saga)?.Due is { } before ? Due.Remove(new DueSaga(before, saga)) : Due;
        return this with
        {
            Open = open is null ? Open.Remove(saga) : Open.SetItem(saga, open),
            Due = open?.Due is { } after ? due.Add(new DueSaga(after, saga)) : due,
            Parked = Parked.Remove(saga),
        };
    }

    /// <summary>When a coordinator has to do something by itself; null where it waits for others.</summary>
    private static DateTimeOffset? DueAt(
        SagaDefinition definition, SagaProgress progress, SagaCommand? sent, DateTimeOffset since) => progress switch
        {
            { Phase: SagaPhase.Running } => since + definition.StepTimeOut,
            { Phase: SagaPhase.Compensating, Attempt: > 1 and var attempt }
                when sent != SagaOrchestration.CommandOf(progress)
                => since + definition.Retry.LongestAfter(attempt - 1),
            _ => null,
        };
}

/// <summary>A saga under way.</summary>
/// <param name="Progress">How far it is.</param>
/// <param name="Sent">The last command that went out; null where none did.</param>
/// <param name="Since">When it came there, by the store's clock.</param>
/// <param name="Due">When a coordinator has to do something about it by itself; null where it waits for others.</param>
public sealed record OpenSaga(SagaProgress Progress, SagaCommand? Sent, DateTimeOffset Since, DateTimeOffset? Due);

/// <summary>A saga that waits for a person.</summary>
/// <param name="Saga">Its id.</param>
/// <param name="Step">The step that could not be taken back.</param>
/// <param name="Attempts">How often that was tried.</param>
/// <param name="Since">Since when it is stuck, by the store's clock.</param>
public readonly record struct StuckSaga(SagaId Saga, int Step, int Attempts, DateTimeOffset Since);

/// <summary>A saga about which a coordinator has to do something by itself at a certain time.</summary>
public readonly record struct DueSaga(DateTimeOffset At, SagaId Saga) : IComparable<DueSaga>
{
    public int CompareTo(DueSaga other) =>
        At.CompareTo(other.At) is not 0 and var order ? order : Saga.CompareTo(other.Saga);
}
