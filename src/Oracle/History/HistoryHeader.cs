using Verified.Reference;

namespace Verified.Oracle.History;

/// <summary>What kinds of system a history was recorded from; decides which rules judge it. A set.</summary>
[Flags]
public enum HistorySpec
{
    None = 0,

    /// <summary>An event store: streams, versions, one log.</summary>
    EventStore = 1,

    /// <summary>A message bus and its consumers.</summary>
    Bus = 1 << 1,

    /// <summary>Projections of an event store.</summary>
    Projection = 1 << 2,

    /// <summary>Sagas.</summary>
    Saga = 1 << 3,
}

/// <summary>Among which messages a bus keeps an order.</summary>
public enum OrderScope
{
    None,

    /// <summary>Messages of one topic.</summary>
    Topic,

    /// <summary>Messages of one topic and key.</summary>
    Key,
}

/// <summary>Which order of messages a consumer is promised.</summary>
public enum OrderOf
{
    /// <summary>That of first deliveries; a redelivery may come later.</summary>
    FirstDeliveries,

    /// <summary>That of effects: nothing overtakes a message that failed.</summary>
    Effects,
}

/// <summary>Anomalies between sagas that a system declares to have a countermeasure against. A set.</summary>
[Flags]
public enum Countermeasures
{
    None = 0,
    LostUpdate = 1,
    DirtyRead = 1 << 1,
    FuzzyRead = 1 << 2,
}

/// <summary>What the order of a history's lines says about real time.</summary>
public enum HistoryClock
{
    /// <summary>One recorder: a line above another was written earlier. Rules about real time apply.</summary>
    Shared,

    /// <summary>Merged from several recorders: only lines of one process are ordered.</summary>
    PerProcess,

    /// <summary>No order is claimed beyond that of each process.</summary>
    None,
}

/// <summary>The first line of an <c>eda/1</c> history: what was recorded, and how completely.</summary>
/// <param name="Spec">The kind of system.</param>
/// <param name="Clock">What line order means.</param>
/// <param name="ClockErrorNs">Bound on the difference of two processes' clocks, in nanoseconds; 0 where shared.</param>
/// <param name="FinalReads">After the last write finished, everything was read back.</param>
/// <param name="Sampled">Something changed the system without being recorded (other writers, an earlier run).</param>
/// <param name="Contiguous">Versions of a stream are 0, 1, 2, … without a hole.</param>
/// <param name="DeleteHides">A deleted stream's events can no longer be read.</param>
/// <param name="Drained">In the end bus, consumers and sagas ran until nothing was left to do.</param>
/// <param name="Effect">What consumers promise about effects that do not say so themselves.</param>
/// <param name="DedupeWindowMs">How long a consumer's inbox keeps an id, in milliseconds; 0: as long as it may come again.</param>
/// <param name="OrderScope">Among which messages there is an order.</param>
/// <param name="OrderOf">Which order that is.</param>
/// <param name="IdempotentPublish">The bus stores a message once, however often it is published.</param>
/// <param name="ParallelSteps">The steps of a saga may stand in any order.</param>
/// <param name="Countermeasures">Anomalies between sagas that cannot happen here.</param>
public sealed record HistoryHeader(
    HistorySpec Spec,
    HistoryClock Clock = HistoryClock.Shared,
    long ClockErrorNs = 0,
    bool FinalReads = false,
    bool Sampled = false,
    bool Contiguous = true,
    bool DeleteHides = false,
    bool Drained = false,
    EffectPromise Effect = EffectPromise.AtLeastOnce,
    long DedupeWindowMs = 0,
    OrderScope OrderScope = OrderScope.None,
    OrderOf OrderOf = OrderOf.FirstDeliveries,
    bool IdempotentPublish = false,
    bool ParallelSteps = false,
    Countermeasures Countermeasures = Countermeasures.None);
