namespace Verified.Oracle.Rules.Projections;

/// <summary>Views of one projection that are equally far are equal: those of all replicas, before and after a rebuild, applied or read.</summary>
/// <remarks>
/// Sound: a view is a function of the log up to its position. Contents are compared as hashes, where they are told.
/// Source: <c>Projection!EqualPositionsEqualViewsInv</c>.
/// </remarks>
internal sealed class EqualPositionsEqualViews(ProjectionLog log, MemoryBudget budget) : ProjectionRule(log), IViewRule
{
    public override string Id => "equal-positions-equal-views";

    public override string? NotApplicable => null;

    public void Shown(ReplicaState replica, long position, ulong state, uint line)
    {
        if (state == 0) return;
        var key = (replica.Projection, position);
        if (!Log.Views.TryGetValue(key, out var known))
        {
            budget.Take(56);
            Log.Views[key] = (state, line);
            return;
        }

        Checked++;
        if (known.State == state) return;
        Convict(
            [known.Line, line],
            $"The view of projection {NameOf(replica)} at position {position} has two contents: index {At(known.Line)} and index {At(line)}.");
    }
}
