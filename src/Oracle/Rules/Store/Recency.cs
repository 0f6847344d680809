namespace Verified.Oracle.Rules.Store;

/// <summary>A read sees every event that was known to exist before it was invoked, by acknowledgement or by another read.</summary>
/// <remarks>
/// Sound: an operation that completed put, or saw, the event before this read began, in every linearisation. The
/// highest version known at the invocation is enough for a stream, as streams have no holes
/// (<see cref="ContiguousVersions"/>); in the log, whose positions may have holes, each gap in what a read shows is
/// looked through for events that were known. Concurrent operations excuse: only what completed in an earlier line
/// than the invocation counts. O(1) per read of a stream; for the log linear in the positions it spans, where positions
/// are dense. Source: <c>EventStore</c>, a read sees every append that returned before it was called.
/// </remarks>
internal sealed class Recency(StoreLog log) : StoreRule(log), IReadRule
{
    // A witness that takes longer to find is not looked for: numbers may be far apart.
    private const int MostTries = 64;

    public override string Id => "recency";

    public override string? NotApplicable => Log.RealTime ? null : NeedsSharedClock;

    public void Read(Operation operation, Observation observation)
    {
        var known = observation.All ? operation.KnownPosition : operation.KnownVersion;
        var target = observation.All || !Log.Header.Contiguous
            ? known <= observation.CoveredTo ? known : -1
            : Math.Min(known, observation.CoveredTo);
        if (target >= 0 && target >= observation.CoveredFrom)
        {
            Checked++;
            if (observation.Highest < target && !Untold(observation)) Stale(operation, observation, target, known);
        }

        if (observation.All && operation.KnownPosition >= 0) LookThroughGaps(operation, observation);
    }

    private static bool Untold(Observation observation) => observation.Count > 0 && observation.Highest < 0;

    private void Stale(Operation operation, Observation observation, long target, long known)
    {
        var found = Find(operation, observation, target);
        var slot = found >= 0 ? found : Find(operation, observation, known);
        if (slot < 0) slot = LowestAbove(operation, observation);
        if (slot >= 0) Missing(operation, observation, slot);
    }

    /// <summary>The event of this number, if it was known before the read.</summary>
    private int Find(Operation operation, Observation observation, long number)
    {
        var slot = observation.All
            ? Log.Positions.Find(number)
            : Log.Streams[operation.Stream].Versions.Find(number);
        return slot >= 0 && Teller(observation, slot) < operation.Invoke && !Log.IsHidden(Log.Events[slot].Stream)
            ? slot
            : -1;
    }

    /// <summary>The highest number was told of an event that conflicts with another: any known one will do.</summary>
    private int LowestAbove(Operation operation, Observation observation)
    {
        var known = observation.All ? operation.KnownPosition : operation.KnownVersion;
        var numbers = observation.All ? Log.Positions : Log.Streams[operation.Stream].Versions;
        var n = observation.Highest;
        for (var tries = 0; tries < MostTries; tries++)
        {
            n = numbers.LowestFrom(n + 1);
            if (n < 0 || n > known) return -1;
            if (Find(operation, observation, n) is >= 0 and var slot) return slot;
        }

        return -1;
    }

    private void LookThroughGaps(Operation operation, Observation observation)
    {
        var from = observation.CoveredFrom;
        for (var i = 0; i < observation.Count; i++)
        {
            Gap(operation, observation, from, observation.Numbers[i]);
            from = observation.Numbers[i] + 1;
        }
    }

    private void Gap(Operation operation, Observation observation, long from, long to)
    {
        to = Math.Min(to, Log.Positions.DenseLimit);
        for (var position = from; position < to; position++)
        {
            if (Find(operation, observation, position) is not (>= 0 and var slot)) continue;
            Missing(operation, observation, slot);
            return;
        }
    }

    private uint Teller(Observation observation, int slot) =>
        observation.All ? Log.Events[slot].PositionedBy : Log.Events[slot].PlacedBy;

    private void Missing(Operation operation, Observation observation, int slot)
    {
        ref var e = ref Log.Events[slot];
        var what = e.Has(EventFlags.PlacedByAck) && e.Ack < operation.Invoke ? "was acknowledged" : "had been read";
        Convict(
            [Teller(observation, slot), operation.Invoke, observation.Line],
            $"Event {EventName(slot)} of stream {StreamOf(slot)} {what} (index {At(Teller(observation, slot))}) before this read began (index {At(operation.Invoke)}), but the read does not show it: it is stale.");
    }
}
