namespace Verified.Oracle.Rules.Projections;

/// <summary>An event is folded into a view once, until the view is rebuilt.</summary>
/// <remarks>
/// Sound: an application that is <c>ok</c> is in the saved view, so a second one folds the event in again. The failure: view and
/// checkpoint are saved apart, and a crash comes between. An application of unknown outcome may be tried again.
/// Source: <c>Projection!ViewIsFoldOfPrefixInv</c>; <c>CheckpointApart</c> is the mistake.
/// </remarks>
internal sealed class ProjectionAppliedOnce(ProjectionLog log) : ProjectionRule(log), IApplyRule
{
    public override string Id => "projection-applied-once";

    public void Applied(ReplicaState replica, long position, int ordinal, uint line)
    {
        Checked++;
        var before = replica.Applied.Find(position);
        if (before < 0) return;
        Convict(
            [(uint)before, line],
            $"Event {{id@{line}/{ordinal}}}, at position {position}, was applied to projection {NameOf(replica)} twice: index {At((uint)before)} and index {At(line)}.");
    }
}
