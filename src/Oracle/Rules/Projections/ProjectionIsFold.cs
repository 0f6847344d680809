namespace Verified.Oracle.Rules.Projections;

/// <summary>A view is the fold of the log up to where it is: in the order of positions, none left out.</summary>
/// <remarks>
/// Sound. Commit order is position order, so an event applied after one of a higher position was folded out of order,
/// and one that lies below the last that was applied, and never was, is left out: because its application failed and was passed over, or,
/// where the history is of the store too, because the log has it there. A projection that passes over what does not concern it is
/// not judged by the log. O(n). Source: <c>Projection!ViewIsFoldOfPrefixInv</c>.
/// </remarks>
internal sealed class ProjectionIsFold(ProjectionLog log) : ProjectionRule(log), IApplyRule
{
    public override string Id => "projection-is-fold";

    public void Applied(ReplicaState replica, long position, int ordinal, uint line)
    {
        Checked++;
        if (position >= replica.Last || replica.From == ReplicaState.Nowhere || replica.Applied.Find(position) >= 0 || replica.MayBeApplied(position)) return;
        Convict(
            [replica.LastBy, line],
            $"Event {{id@{line}/{ordinal}}}, at position {position}, was applied to projection {NameOf(replica)} (index {At(line)}) after the view was at position {replica.Last} (index {At(replica.LastBy)}).");
    }

    public void Ends(ReplicaState replica)
    {
        foreach (var (position, line) in replica.Failed)
            if (position < replica.Last && IsLeftOut(replica, position))
                LeftOut(replica, position, line, $"applying it had failed (index {At(line)})");
        if (replica.IsPartial || Log.Store is not { } store || replica.Last == replica.From) return;
        for (var slot = 0; slot < store.Events.Count; slot++)
        {
            ref var e = ref store.Events[slot];
            if (e.Position <= replica.From || e.Position >= replica.Last || !IsLeftOut(replica, e.Position)) continue;
            if (store.IsHidden(e.Stream) || replica.Failed.ContainsKey(e.Position)) continue;
            LeftOut(replica, e.Position, e.PositionedBy, $"the log has it (index {At(e.PositionedBy)})");
        }
    }

    private static bool IsLeftOut(ReplicaState replica, long position) =>
        position > replica.From && replica.Applied.Find(position) < 0 && !replica.MayBeApplied(position);

    private void LeftOut(ReplicaState replica, long position, uint line, string why) => Convict(
        [line, replica.LastBy],
        $"The event at position {position} is not in the view of projection {NameOf(replica)}, which is at position {replica.Last} (index {At(replica.LastBy)}): {why}.");
}
