namespace Verified.Oracle.Rules.Store;

/// <summary>
/// One winner per version: no two events are acknowledged at one version of a stream, and an append that took
/// effect found its stream where it expected it.
/// </summary>
/// <remarks>
/// Sound. A version holds one event for ever, so two acknowledgements of different events at one version cannot both
/// be true. An append under <c>Exact(n)</c> that took effect put its i-th event at n+1+i, whichever of its
/// attempts it was, as long as all attempts made the same demand; events whose attempts differ are not judged, nor
/// is a sampled history, where an attempt may be missing. An unknown append is judged once a read shows its event.
/// Source: <c>EventStore!AppendEvents</c>.
/// </remarks>
internal sealed class OptimisticConcurrency(StoreLog log) : StoreRule(log), IPlacementRule, IEventRule
{
    public override string Id => "optimistic-concurrency";

    public void Placed(in Placement placement)
    {
        if (placement.Source != PlacementSource.Acknowledgement || placement.Version < 0) return;
        Checked++;
        if (placement.Occupant < 0) return;
        ref var other = ref Log.Events[placement.Occupant];
        if (!other.Has(EventFlags.PlacedByAck)) return;
        Convict(
            [other.Ack, placement.Line],
            $"Two events were acknowledged at version {placement.Version} of stream {StreamOf(placement.Slot)}: {EventName(placement.Occupant)} and {EventName(placement.Slot)}. One of the two writers overwrote, or never saw, the other.");
    }

    public void AtEnd(int slot, ref EventRecord record)
    {
        if (record.Version < 0 || record.Invoke == 0 || Log.Header.Sampled) return;
        if (record.Has(EventFlags.AmbiguousDemand) || record.Has(EventFlags.Ambiguous)) return;
        if (record.Demanded >= 0 && record.Demanded != record.Version)
        {
            Convict(
                [record.Invoke, record.PlacedBy],
                $"The append of {EventName(slot)} to stream {StreamOf(slot)} expected a version that would have put it at version {record.Demanded}, but it is at version {record.Version}: the expectation was wrong, and the append took effect all the same.");
        }
        else if (record.Has(EventFlags.MustFollow) && record.Version == 0)
        {
            Convict(
                [record.Invoke, record.PlacedBy],
                $"The append of {EventName(slot)} expected stream {StreamOf(slot)} to exist, but became its first event.");
        }
    }
}
