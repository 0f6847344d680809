using System.Diagnostics;

namespace Verified.Reference;

/// <summary>What happened to one job, as parts that followed each other or went on side by side.</summary>
/// <remarks>
/// Source: the latency of a path is what was spent on it, waiting included: <c>Σ (wait + service)</c>. A parallel part
/// takes as long as its slowest branch. Bounds of stages therefore add up along a path, and the greatest one counts
/// where branches join.
/// </remarks>
public abstract record Work
{
    private Work()
    {
    }

    /// <summary>A visit to a stage.</summary>
    public sealed record Visit(StageVisit At) : Work;

    /// <summary>Each part begins when the one before it ends.</summary>
    public sealed record Sequence(EquatableArray<Work> Parts) : Work;

    /// <summary>All branches begin together; what follows begins when the last one ends.</summary>
    public sealed record Parallel(EquatableArray<Work> Branches) : Work;

    /// <summary>The latency in ticks. O(visits).</summary>
    public long Latency => Total(visit => visit.Wait + visit.Service);

    /// <summary>The latency that cannot be exceeded, in ticks, if no visit exceeds the bound of its stage.</summary>
    /// <param name="ofStage">For each stage the greatest <c>wait + service</c>, in ticks.</param>
    public long Bound(EquatableArray<long> ofStage) => Total(visit => ofStage[visit.Stage]);

    private long Total(Func<StageVisit, long> of) => this switch
    {
        Visit(var visit) => of(visit),
        Sequence(var parts) => parts.Sum(part => part.Total(of)),
        Parallel(var branches) => branches.Select(branch => branch.Total(of)).DefaultIfEmpty(0).Max(),
        _ => throw new UnreachableException(),
    };
}
