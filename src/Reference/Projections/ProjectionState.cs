namespace Verified.Reference;

/// <summary>The constants of <c>Projection</c>.</summary>
/// <param name="Projections">Names of views over the same log.</param>
/// <param name="Ids">Identities of events; each is used once at most.</param>
/// <param name="MaxCrashes">How many crashes there may be.</param>
/// <param name="MaxRebuilds">How many rebuilds there may be.</param>
/// <param name="Variant">The design, or a mistake that must be found.</param>
public sealed record ProjectionModel(
    EquatableSet<ProjectionId> Projections,
    EquatableSet<EventId> Ids,
    int MaxCrashes,
    int MaxRebuilds,
    ProjectionVariant Variant);

/// <summary>The name of a projection; compared ordinally.</summary>
/// <remarks>Source: <c>Projection</c>, CONSTANT <c>Projections</c>.</remarks>
public readonly record struct ProjectionId(string Value) : IComparable<ProjectionId>
{
    public int CompareTo(ProjectionId other) => string.CompareOrdinal(Value, other.Value);

    public override string ToString() => Value;
}

/// <summary>The design of projections, or a mistake in it. Source: <c>Projection!Variants</c>.</summary>
public enum ProjectionVariant
{
    Correct,

    /// <summary>The checkpoint is saved in a transaction of its own, after that of the view.</summary>
    CheckpointApart,

    /// <summary>A read is answered from the view as it is, whatever the token.</summary>
    ReadWithoutWaiting,
}

/// <summary>The variables of <c>Projection</c>. The first position is 1.</summary>
/// <param name="Log">The log that all views are folded from.</param>
/// <param name="View">What was folded, for each projection.</param>
/// <param name="Checkpoint">How many events the projection says these were.</param>
/// <param name="Up">The projector runs.</param>
/// <param name="Cursor">How many events it has folded; of no meaning while it is down.</param>
/// <param name="Crashes">How many crashes there were.</param>
/// <param name="Rebuilds">How many rebuilds there were.</param>
/// <param name="Answer">History: the last answer to a reader.</param>
public sealed record ProjectionState(
    EquatableArray<EventId> Log,
    EquatableMap<ProjectionId, EquatableArray<EventId>> View,
    EquatableMap<ProjectionId, int> Checkpoint,
    EquatableMap<ProjectionId, bool> Up,
    EquatableMap<ProjectionId, int> Cursor,
    int Crashes,
    int Rebuilds,
    ViewAnswer Answer);

/// <summary>An answer to a reader. Source: <c>Projection</c>, VARIABLE <c>answer</c>.</summary>
/// <param name="Token">The position that the reader asked for at least.</param>
/// <param name="Position">The position of the view; the token for a reader that never wants to go back.</param>
/// <param name="View">What was read.</param>
public sealed record ViewAnswer(int Token, int Position, EquatableArray<EventId> View);

/// <summary>The actions of <c>Projection</c>, with their arguments.</summary>
public abstract record ProjectionAction
{
    private ProjectionAction()
    {
    }

    /// <summary>Puts an event behind the log; its position is the writer's token.</summary>
    /// <remarks>Source: <c>Projection!AppendEvent</c>.</remarks>
    public sealed record AppendEvent(EventId Id) : ProjectionAction;

    /// <summary>Folds the next event into the view and saves the checkpoint with it.</summary>
    /// <remarks>Source: <c>Projection!Apply</c>.</remarks>
    public sealed record Apply(ProjectionId Projection) : ProjectionAction;

    /// <summary>The mistake <see cref="ProjectionVariant.CheckpointApart"/>: what Apply should have done.</summary>
    /// <remarks>Source: <c>Projection!SaveCheckpoint</c>.</remarks>
    public sealed record SaveCheckpoint(ProjectionId Projection) : ProjectionAction;

    /// <summary>The projector dies, at any time. Source: <c>Projection!Crash</c>.</summary>
    public sealed record Crash(ProjectionId Projection) : ProjectionAction;

    /// <summary>It starts again, where its checkpoint says. Source: <c>Projection!Restart</c>.</summary>
    public sealed record Restart(ProjectionId Projection) : ProjectionAction;

    /// <summary>Throws the view away, to fold it from the first event again.</summary>
    /// <remarks>Source: <c>Projection!Rebuild</c>.</remarks>
    public sealed record Rebuild(ProjectionId Projection) : ProjectionAction;

    /// <summary>Answers a read with a token of some event of the log.</summary>
    /// <remarks>Source: <c>Projection!ReadAt</c>.</remarks>
    public sealed record ReadAt(ProjectionId Projection, int Token) : ProjectionAction;
}
