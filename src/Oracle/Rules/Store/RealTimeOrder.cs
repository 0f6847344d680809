namespace Verified.Oracle.Rules.Store;

/// <summary>
/// The log's order respects time: an append invoked after an event was known to exist comes after it, in its stream and
/// in the log.
/// </summary>
/// <remarks>
/// Sound: an event takes effect after its first invocation, and a log grows at its end, so it lies above everything
/// that a completed operation had shown to exist by then. The floor is taken at the <em>first</em> invocation of the
/// id, so retries and unknown outcomes are excused. Source: <c>EventStore</c>, position order is commit order.
/// </remarks>
internal sealed class RealTimeOrder(StoreLog log) : StoreRule(log), IPlacementRule
{
    public override string Id => "real-time-order";

    public override string? NotApplicable =>
        !Log.RealTime ? NeedsSharedClock
        : Log.Header.Sampled ? "the history is sampled: an earlier attempt may be missing"
        : null;

    public void Placed(in Placement placement)
    {
        ref var e = ref Log.Events[placement.Slot];
        if (e.Invoke == 0 || e.Has(EventFlags.Foreseen)) return;
        if (placement.Version >= 0 && !placement.Moved && e.Stream == placement.Stream)
        {
            Checked++;
            if (placement.Version <= e.VersionFloor)
                Late(placement, Log.Streams[e.Stream].Versions.Find(e.VersionFloor), inStream: true);
        }

        if (placement.Position < 0 || placement.PositionMoved) return;
        Checked++;
        if (placement.Position <= e.PositionFloor)
            Late(placement, Log.Positions.Find(e.PositionFloor), inStream: false);
    }

    private void Late(in Placement placement, int floor, bool inStream)
    {
        if (floor < 0) return;
        ref var earlier = ref Log.Events[floor];
        ref var e = ref Log.Events[placement.Slot];
        var (low, high) = inStream ? (placement.Version, e.VersionFloor) : (placement.Position, e.PositionFloor);
        var number = inStream ? "version" : "position";
        var teller = inStream ? earlier.PlacedBy : earlier.PositionedBy;
        Convict(
            [teller, e.Invoke, placement.Line],
            $"Event {EventName(placement.Slot)} has {number} {low}, below {number} {high} of {EventName(floor)}, which was there (index {At(teller)}) before the append began (index {At(e.Invoke)}).");
    }
}
