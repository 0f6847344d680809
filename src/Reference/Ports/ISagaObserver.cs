namespace Verified.Reference;

/// <summary>A version of something that sagas share: a stock level, an account.</summary>
/// <param name="Key">What it is.</param>
/// <param name="Version">The version that was read, or that was written; a write makes the next one.</param>
public readonly record struct ObservedItem(string Key, long Version);

/// <summary>Is told what sagas do; the contract of <see cref="IBusObserver"/> holds here too.</summary>
/// <remarks>
/// <see cref="Stepping"/> and <see cref="Compensating"/> belong to the <em>participant</em>, where the effect is;
/// the rest to the coordinator, or in a choreography to the service that decides it. The messages between them are the bus's.
/// Source: the actions of <c>Saga</c>, <c>SagaOrchestration</c> and <c>SagaChoreography</c>.
/// </remarks>
public interface ISagaObserver
{
    /// <summary>Nobody.</summary>
    static ISagaObserver None { get; } = new SilentSagaObserver();

    /// <summary>A saga is started.</summary>
    /// <param name="saga">Its id.</param>
    /// <param name="correlation">What it is about; there is one saga for it. Null: the saga's id.</param>
    /// <param name="steps">How many steps it has, or 0 where nobody knows yet.</param>
    Observation Starting(string saga, string? correlation = null, int steps = 0);

    /// <summary>A step takes its effect at its participant. <see cref="ObservedOutcome.Failed"/>: refused, or cancelled;
    /// <see cref="ObservedOutcome.Duplicate"/>: answered from the inbox.</summary>
    /// <param name="saga">The saga.</param>
    /// <param name="step">Its number; the first is 1.</param>
    Observation Stepping(string saga, int step);

    /// <summary>A step's effect is taken back at its participant.</summary>
    Observation Compensating(string saga, int step);

    /// <summary>A step, or a compensation, took effect; what it read and wrote that other sagas share.</summary>
    void Touched(
        Observation observation, IReadOnlyCollection<ObservedItem> reads, IReadOnlyCollection<ObservedItem> writes);

    /// <summary>The saga's state of this revision is saved: it holds what these replies said.</summary>
    /// <param name="saga">The saga.</param>
    /// <param name="revision">The revision that is written; each is written once.</param>
    /// <param name="replies">Ids of the messages whose handling it makes durable.</param>
    Observation Saving(string saga, long revision, params ReadOnlySpan<string> replies);

    /// <summary>The saga ends, or is parked. <see cref="ObservedOutcome.Succeeded"/>: that is durable.</summary>
    /// <param name="saga">The saga.</param>
    /// <param name="outcome"><see cref="SagaOutcome.Completed"/>, <see cref="SagaOutcome.Aborted"/> or <see cref="SagaOutcome.Stuck"/>.</param>
    Observation Ending(string saga, SagaOutcome outcome);

    /// <summary>How any of them ended, where no other method says it.</summary>
    void Ended(Observation observation, ObservedOutcome outcome, string? error = null);
}

/// <summary>Hears of everything and keeps nothing.</summary>
internal sealed class SilentSagaObserver : ISagaObserver
{
    public Observation Starting(string saga, string? correlation, int steps) => default;

    public Observation Stepping(string saga, int step) => default;

    public Observation Compensating(string saga, int step) => default;

    public void Touched(
        Observation observation, IReadOnlyCollection<ObservedItem> reads, IReadOnlyCollection<ObservedItem> writes)
    {
    }

    public Observation Saving(string saga, long revision, params ReadOnlySpan<string> replies) => default;

    public Observation Ending(string saga, SagaOutcome outcome) => default;

    public void Ended(Observation observation, ObservedOutcome outcome, string? error)
    {
    }
}
