using Verified.Oracle.History;

namespace Verified.Oracle.Rules.Projections;

/// <summary>A property of projections.</summary>
internal abstract class ProjectionRule(ProjectionLog log) : Rule
{
    protected const string NeedsSharedClock = "the history's clock is not shared: its lines are not in the order of time";

    protected ProjectionLog Log { get; } = log;

    public override string? NotApplicable =>
        !Log.RealTime ? NeedsSharedClock
        : Log.Header.Sampled ? "the history is sampled: an application may be missing" : null;

    /// <summary>Stands for the name of a replica's projection.</summary>
    protected static string NameOf(ReplicaState replica) =>
        FormattableString.Invariant($"{{projection@{replica.NamedBy}}}");
}

/// <summary>Hears of events that are applied, and of rebuilds.</summary>
internal interface IApplyRule
{
    /// <summary>The application was saved; the replica does not hold it yet.</summary>
    void Applied(ReplicaState replica, long position, int ordinal, uint line);

    /// <summary>The view is about to begin anew, or the history is over.</summary>
    void Ends(ReplicaState replica)
    {
    }
}

/// <summary>Hears of views that are told.</summary>
internal interface IViewRule
{
    /// <summary>The view of this position has this content; 0: not told.</summary>
    void Shown(ReplicaState replica, long position, ulong state, uint line)
    {
    }

    /// <summary>A reader that asked for its write was answered.</summary>
    void Answered(ReplicaState replica, Operation operation, HistoryLine line)
    {
    }
}
