namespace Verified.Oracle.Rules.Store;

/// <summary>Each event has one position in the log, no two share one, and the log's order agrees with every stream's.</summary>
/// <remarks>
/// Sound: positions are given once and never change, so two statements about one position, or one event, that differ
/// cannot both be true. Within a stream, version order is commit order and so position order; neighbours are compared
/// as soon as both positions are known. A position below 0 is none. Source: <c>EventStore</c>, position order is commit order.
/// </remarks>
internal sealed class UniquePositions(StoreLog log) : StoreRule(log), IClaimRule, IPlacementRule, IReadRule
{
    public override string Id => "unique-positions";

    public void Impossible(in ImpossibleClaim claim)
    {
        if (!claim.IsPosition) return;
        Convict(
            [claim.Line],
            $"Index {At(claim.Line)} puts event {claim.EventName} of stream {StreamName(claim.Stream)} at position {claim.Number} of the log, but there is none below 0.");
    }

    public void Placed(in Placement placement)
    {
        ref var e = ref Log.Events[placement.Slot];
        if (placement.Position >= 0)
        {
            Checked++;
            if (placement.PositionOccupant >= 0)
            {
                Convict(
                    [Log.Events[placement.PositionOccupant].PositionedBy, placement.Line],
                    $"Two events have position {placement.Position} of the log: {EventName(placement.PositionOccupant)} and {EventName(placement.Slot)}.");
            }

            if (placement.PositionMoved)
            {
                Convict(
                    [e.PositionedBy, placement.Line],
                    $"Event {EventName(placement.Slot)} has two positions in the log: {e.Position} and {placement.Position}.");
                return;
            }
        }

        if (placement.Moved) return;
        var version = placement.Version >= 0 ? placement.Version : e.Version;
        var position = placement.Position >= 0 ? placement.Position : e.Position;
        if (version < 0 || position < 0) return;
        var stream = placement.Version >= 0 ? placement.Stream : e.Stream;
        Compare(placement, stream, version - 1, position, below: true);
        Compare(placement, stream, version + 1, position, below: false);
    }

    public void Read(Operation operation, Observation observation)
    {
        if (!observation.All) return;
        Checked++;
        for (var i = 1; i < observation.Count; i++)
        {
            if (observation.Numbers[i] > observation.Numbers[i - 1]) continue;
            Convict(
                [observation.Line],
                $"A read of the log shows position {observation.Numbers[i]} and position {observation.Numbers[i - 1]} in the wrong order, or twice.");
            return;
        }
    }

    private void Compare(in Placement placement, int stream, long neighbourVersion, long position, bool below)
    {
        var neighbour = neighbourVersion < 0 ? -1 : Log.Streams[stream].Versions.Find(neighbourVersion);
        if (neighbour < 0) return;
        ref var other = ref Log.Events[neighbour];
        if (other.Position < 0 || other.Position == position) return;
        Checked++;
        if (other.Position < position == below) return;
        ref var e = ref Log.Events[placement.Slot];
        Convict(
            [other.PlacedBy, other.PositionedBy, e.PlacedBy, e.PositionedBy, placement.Line],
            $"In stream {StreamOf(neighbour)} the order of versions is not the order of positions: version {neighbourVersion} is at position {other.Position}, but its neighbour {EventName(placement.Slot)} is at position {position}.");
    }
}
