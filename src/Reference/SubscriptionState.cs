namespace Verified.Reference;

/// <summary>The constants of <c>Subscription</c>.</summary>
/// <param name="Writers">Names of writers.</param>
/// <param name="MaxPosition">The last position of the log.</param>
/// <param name="MaxAhead">The most events that are read and not yet processed.</param>
/// <param name="MaxCrashes">How often the reader may crash.</param>
/// <param name="Patience">How often the mistake <see cref="SubscriptionVariant.SkipOldGaps"/> looks at
/// one gap.</param>
/// <param name="Variant">The design, or a mistake that must be found.</param>
public sealed record SubscriptionModel(
    EquatableSet<WriterId> Writers,
    int MaxPosition,
    int MaxAhead,
    int MaxCrashes,
    int Patience,
    SubscriptionVariant Variant);

/// <summary>The name of a writer. Source: <c>Subscription</c>, CONSTANT <c>Writers</c>.</summary>
public readonly record struct WriterId(string Value) : IComparable<WriterId>
{
    public int CompareTo(WriterId other) => string.CompareOrdinal(Value, other.Value);

    public override string ToString() => Value;
}

/// <summary>The design of the subscription, or a mistake in it. Source: <c>Subscription!Variants</c>.</summary>
public enum SubscriptionVariant
{
    Correct,

    /// <summary>The reader goes on to the next event it can see.</summary>
    NaiveReader,

    /// <summary>A gap that stays for so long must be from a rollback.</summary>
    SkipOldGaps,

    /// <summary>The checkpoint is saved up to what was read.</summary>
    CheckpointAheadOfProcessing,
}

/// <summary>What became of a position of the log. Source: <c>Subscription</c>, VARIABLE <c>status</c>.</summary>
public enum PositionStatus
{
    Free,

    /// <summary>A writer has it and will commit or roll back.</summary>
    Taken,
    Committed,
    RolledBack,
}

/// <summary>The variables of <c>Subscription</c>. The first position is 1; 0 is before all of them.</summary>
/// <param name="Status">What became of each position.</param>
/// <param name="Held">The position each writer has taken and not resolved; 0 for none.</param>
/// <param name="Cursor">The last position that was read.</param>
/// <param name="Ahead">Positions that were read and are yet to be processed.</param>
/// <param name="Processed">The last position that was processed.</param>
/// <param name="Looks">How often the same gap was looked at; 0 in the correct design.</param>
/// <param name="Checkpoint">Where the reader starts again.</param>
/// <param name="Crashes">How many crashes there were.</param>
/// <param name="Seen">History: positions that were processed, each when it was first.</param>
public sealed record SubscriptionState(
    EquatableArray<PositionStatus> Status,
    EquatableMap<WriterId, int> Held,
    int Cursor,
    EquatableArray<int> Ahead,
    int Processed,
    int Looks,
    int Checkpoint,
    int Crashes,
    EquatableArray<int> Seen);

/// <summary>The actions of <c>Subscription</c>, with their arguments.</summary>
public abstract record SubscriptionAction
{
    private SubscriptionAction()
    {
    }

    /// <summary>Takes the next free position. Source: <c>Subscription!Allocate</c>.</summary>
    public sealed record Allocate(WriterId Writer, int Position) : SubscriptionAction;

    /// <summary>From now on readers see it. Source: <c>Subscription!Commit</c>.</summary>
    public sealed record Commit(WriterId Writer) : SubscriptionAction;

    /// <summary>The position is never used; its gap stays. Source: <c>Subscription!Rollback</c>.</summary>
    public sealed record Rollback(WriterId Writer) : SubscriptionAction;

    /// <summary>Reads the next committed event. Source: <c>Subscription!Read</c>.</summary>
    public sealed record Read(int Position) : SubscriptionAction;

    /// <summary>Processes the oldest event that was read. Source: <c>Subscription!Process</c>.</summary>
    public sealed record Process : SubscriptionAction;

    /// <summary>Saves how far the reader has come. Source: <c>Subscription!SaveCheckpoint</c>.</summary>
    public sealed record SaveCheckpoint : SubscriptionAction;

    /// <summary>The reader dies and starts again from its checkpoint.</summary>
    /// <remarks>Source: <c>Subscription!Crash</c>.</remarks>
    public sealed record Crash : SubscriptionAction;

    /// <summary>The mistake <see cref="SubscriptionVariant.SkipOldGaps"/>: an event is there, in front
    /// of it a gap.</summary>
    /// <remarks>Source: <c>Subscription!LookAtGap</c>.</remarks>
    public sealed record LookAtGap : SubscriptionAction;
}
