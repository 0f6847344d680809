namespace Verified.Oracle.Rules.Store;

/// <summary>
/// Every read of a stream shows a part of one and the same sequence: at a version all reads, and the acknowledgement,
/// agree on the event.
/// </summary>
/// <remarks>
/// Sound: a stream only grows at its end, so what is at a version stays there. Element-wise agreement with the
/// first statement about each version is the same as agreement of chained hashes of all prefixes. Two acknowledgements
/// at one version are <see cref="OptimisticConcurrency"/>'s; an event at two versions that somebody appended twice, or
/// that reads show twice, is <see cref="IdempotentRetry"/>'s.
/// </remarks>
internal sealed class ReadIsPrefix(StoreLog log) : StoreRule(log), IPlacementRule, IReadRule
{
    public override string Id => "read-is-prefix";

    public void Read(Operation operation, Observation observation) => Checked += observation.Count;

    public void Placed(in Placement placement)
    {
        if (placement.Version < 0) return;
        if (placement.Occupant >= 0) Disagree(placement);
        else if (placement.Moved && IsContradiction(placement, ref Log.Events[placement.Slot])) Contradict(placement);
    }

    /// <summary>The event was appended once and shown at one place only, which is not where it was acknowledged.</summary>
    public static bool IsContradiction(in Placement placement, ref EventRecord e)
    {
        if (e.Has(EventFlags.Again)) return false;
        return placement.Source == PlacementSource.Acknowledgement
            ? !e.Has(EventFlags.PlacedByAck)
            : e.Has(EventFlags.PlacedByAck) && !e.Has(EventFlags.Observed);
    }

    private void Disagree(in Placement placement)
    {
        ref var other = ref Log.Events[placement.Occupant];
        if (placement.Source == PlacementSource.Acknowledgement && other.Has(EventFlags.PlacedByAck)) return;
        Convict(
            [other.PlacedBy, placement.Line],
            $"Version {placement.Version} of stream {StreamName(placement.Stream)} holds two events: {EventName(placement.Occupant)} by index {At(other.PlacedBy)}, {EventName(placement.Slot)} by index {At(placement.Line)}.");
    }

    private void Contradict(in Placement placement)
    {
        ref var e = ref Log.Events[placement.Slot];
        Convict(
            [e.PlacedBy, placement.Line],
            $"Event {EventName(placement.Slot)} is at version {e.Version} of stream {StreamName(e.Stream)} by index {At(e.PlacedBy)}, but at version {placement.Version} of stream {StreamName(placement.Stream)} by index {At(placement.Line)}.");
    }
}
