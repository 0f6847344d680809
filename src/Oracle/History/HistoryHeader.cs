namespace Verified.Oracle.History;

/// <summary>What kind of system a history was recorded from; decides which rules judge it.</summary>
public enum HistorySpec
{
    /// <summary>An event store: streams, versions, one log.</summary>
    EventStore,

    /// <summary>A message bus.</summary>
    Bus,

    /// <summary>Sagas.</summary>
    Saga,
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
public sealed record HistoryHeader(
    HistorySpec Spec,
    HistoryClock Clock = HistoryClock.Shared,
    long ClockErrorNs = 0,
    bool FinalReads = false,
    bool Sampled = false,
    bool Contiguous = true,
    bool DeleteHides = false);
