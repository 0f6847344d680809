namespace Verified.Reference;

/// <summary>The constants of <c>ConsumerGroup</c>.</summary>
/// <param name="Members">Names of members.</param>
/// <param name="Partitions">Names of partitions.</param>
/// <param name="Records">How many records each partition has; they are numbered from 1.</param>
/// <param name="MaxExpiries">How often a member is taken for dead.</param>
/// <param name="Variant">The design, or a mistake that must be found.</param>
public sealed record ConsumerGroupModel(
    EquatableSet<MemberId> Members,
    EquatableSet<PartitionId> Partitions,
    int Records,
    int MaxExpiries,
    ConsumerGroupVariant Variant);

/// <summary>A member of a consumer group; compared ordinally.</summary>
/// <remarks>Source: <c>ConsumerGroup</c>, CONSTANT <c>Members</c>.</remarks>
public readonly record struct MemberId(string Value) : IComparable<MemberId>
{
    public int CompareTo(MemberId other) => string.CompareOrdinal(Value, other.Value);

    public override string ToString() => Value;
}

/// <summary>A partition of a log; compared ordinally. Source: <c>ConsumerGroup</c>, CONSTANT <c>Partitions</c>.</summary>
public readonly record struct PartitionId(string Value) : IComparable<PartitionId>
{
    public int CompareTo(PartitionId other) => string.CompareOrdinal(Value, other.Value);

    public override string ToString() => Value;
}

/// <summary>The design of the group, or a mistake in it. Source: <c>ConsumerGroup!Variants</c>.</summary>
public enum ConsumerGroupVariant
{
    Correct,

    /// <summary>The coordinator takes the commit of any member.</summary>
    Unfenced,

    /// <summary>A member commits the record that it is about to process.</summary>
    CommitAhead,
}

/// <summary>The variables of <c>ConsumerGroup</c>.</summary>
/// <param name="Live">The members that the coordinator takes for alive.</param>
/// <param name="Generation">The number of the current deal.</param>
/// <param name="Assignment">The current deal: the partitions of each member.</param>
/// <param name="Committed">How far the group got in each partition, as was last committed.</param>
/// <param name="Expiries">How often a member was taken for dead.</param>
/// <param name="Known">The generation that each member knows.</param>
/// <param name="Positions">How far each member got, in each partition that it thinks is its own.</param>
/// <param name="Processed">History: the records of each partition that were processed by anybody.</param>
public sealed record ConsumerGroupState(
    EquatableSet<MemberId> Live,
    int Generation,
    EquatableMap<MemberId, EquatableSet<PartitionId>> Assignment,
    EquatableMap<PartitionId, int> Committed,
    int Expiries,
    EquatableMap<MemberId, int> Known,
    EquatableMap<MemberId, EquatableMap<PartitionId, int>> Positions,
    EquatableMap<PartitionId, EquatableSet<int>> Processed);

/// <summary>The actions of <c>ConsumerGroup</c>, with their arguments.</summary>
public abstract record ConsumerGroupAction
{
    private ConsumerGroupAction()
    {
    }

    /// <summary>A member joins, also one that was taken for dead; all is dealt again.</summary>
    /// <remarks>Source: <c>ConsumerGroup!Join</c>.</remarks>
    public sealed record Join(MemberId Member, EquatableMap<MemberId, EquatableSet<PartitionId>> Deal)
        : ConsumerGroupAction;

    /// <summary>Takes a member for dead, rightly or not; all is dealt again.</summary>
    /// <remarks>Source: <c>ConsumerGroup!Expire</c>.</remarks>
    public sealed record Expire(MemberId Member, EquatableMap<MemberId, EquatableSet<PartitionId>> Deal)
        : ConsumerGroupAction;

    /// <summary>Learns of the current deal, drops all it had, and starts where the group is.</summary>
    /// <remarks>Source: <c>ConsumerGroup!Learn</c>.</remarks>
    public sealed record Learn(MemberId Member) : ConsumerGroupAction;

    /// <summary>Processes the next record of what it thinks is its own.</summary>
    /// <remarks>Source: <c>ConsumerGroup!Process</c>.</remarks>
    public sealed record Process(MemberId Member, PartitionId Partition) : ConsumerGroupAction;

    /// <summary>Commits how far it got, if it knows the current deal. Source: <c>ConsumerGroup!Commit</c>.</summary>
    public sealed record Commit(MemberId Member, PartitionId Partition) : ConsumerGroupAction;

    /// <summary>Is turned down, and so learns that it is a zombie. Source: <c>ConsumerGroup!RejectCommit</c>.</summary>
    public sealed record RejectCommit(MemberId Member, PartitionId Partition) : ConsumerGroupAction;
}
