using System.Collections.Immutable;

namespace Verified.Systematic;

/// <summary>What an exploration did and found.</summary>
/// <param name="Name">Of the body.</param>
/// <param name="Verdict">The outcome, as data.</param>
/// <param name="Phases">The searches that ran, in order.</param>
/// <param name="Failure">The schedule that failed, minimised; null unless the verdict says so.</param>
/// <param name="Notes">What a reader should know: a bound that was met, a search that did not apply.</param>
/// <param name="IsCancelled">Whether it was told to stop.</param>
public sealed record Exploration(
    string Name,
    Verdict Verdict,
    ImmutableArray<Phase> Phases,
    ExplorationFailure? Failure,
    ImmutableArray<string> Notes,
    bool IsCancelled)
{
    /// <summary>Schedules that ran to their end.</summary>
    public long Schedules => Phases.Sum(p => p.Schedules);

    /// <summary>Schedules given up because they repeat others.</summary>
    public long Pruned => Phases.Sum(p => p.Pruned);

    /// <summary>Steps of all schedules.</summary>
    public long Steps => Phases.Sum(p => p.Steps);

    /// <summary>Steps at which more than one operation could go on.</summary>
    public long Decisions => Phases.Sum(p => p.Decisions);

    /// <summary>Throws unless nothing was found.</summary>
    /// <exception cref="SystematicTestException">A schedule failed, or the body is not under control; its message is the
    /// whole report.</exception>
    public Exploration EnsurePassed() =>
        Verdict is Verdict.Failed or Verdict.Uncontrolled ? throw new SystematicTestException(this) : this;

    public override string ToString() => ExplorationText.Of(this);
}
