namespace Verified.Reference;

/// <summary>What the coordinator of a group answers to a commit.</summary>
public enum CommitDecision
{
    /// <summary>The group is there from now on. Source: <c>ConsumerGroup!Commit</c>.</summary>
    Commit,

    /// <summary>The group is there already.</summary>
    AlreadyCommitted,

    /// <summary>The member does not know the current deal: it is a zombie. Source: <c>ConsumerGroup!RejectCommit</c>.</summary>
    Reject,
}

/// <summary>Who is in a group and has which partitions: the rules of its coordinator.</summary>
/// <remarks>
/// The one copy of these rules, for the mirror (<see cref="ConsumerGroup"/>) and for the group that runs. A change
/// gives what comes after it, or null where the rule does not allow it. Pure.
/// </remarks>
/// <param name="Live">The members that are taken for alive.</param>
/// <param name="Generation">The number of the current deal.</param>
/// <param name="Assignment">The current deal: the partitions of each member.</param>
public sealed record GroupMembership(
    EquatableSet<MemberId> Live,
    int Generation,
    EquatableMap<MemberId, EquatableSet<PartitionId>> Assignment)
{
    /// <summary>Nobody is there yet.</summary>
    public static readonly GroupMembership Empty = new([], 0, default);

    /// <summary>A member joins, also one that was taken for dead; all is dealt again.</summary>
    /// <remarks>Source: <c>ConsumerGroup!Join</c>. O(partitions × members).</remarks>
    public GroupMembership? Join(
        EquatableSet<PartitionId> partitions,
        MemberId member,
        EquatableMap<MemberId, EquatableSet<PartitionId>> deal) =>
        Live.Contains(member) ? null : Dealt(partitions, Live.Add(member), deal);

    /// <summary>Takes a member for dead, rightly or not; all is dealt again.</summary>
    /// <remarks>Source: <c>ConsumerGroup!Expire</c>. O(partitions × members).</remarks>
    public GroupMembership? Expire(
        EquatableSet<PartitionId> partitions,
        MemberId member,
        EquatableMap<MemberId, EquatableSet<PartitionId>> deal) =>
        Live.Contains(member) ? Dealt(partitions, Live.Remove(member), deal) : null;

    /// <summary>What the coordinator answers to a commit: it takes one of the current generation only.</summary>
    /// <remarks>Source: <c>ConsumerGroup!Commit</c>, <c>ConsumerGroup!RejectCommit</c>.</remarks>
    /// <param name="known">The generation that the member knows.</param>
    /// <param name="generation">The current one.</param>
    /// <param name="offset">How far the member got.</param>
    /// <param name="committed">How far the group is.</param>
    public static CommitDecision Decide(int known, int generation, long offset, long committed) =>
        known != generation ? CommitDecision.Reject // CommitMonotonicProp
        : offset == committed ? CommitDecision.AlreadyCommitted
        : CommitDecision.Commit;

    private GroupMembership? Dealt(
        EquatableSet<PartitionId> partitions,
        EquatableSet<MemberId> members,
        EquatableMap<MemberId, EquatableSet<PartitionId>> deal) =>
        Deals(partitions, members, deal) ? new GroupMembership(members, Generation + 1, deal) : null;

    /// <summary>The deal gives everything to these members, and nothing to others.</summary>
    private static bool Deals(
        EquatableSet<PartitionId> partitions,
        EquatableSet<MemberId> members,
        EquatableMap<MemberId, EquatableSet<PartitionId>> deal) =>
        (members.Count == 0 || partitions.All(
            partition => members.Any(member => deal.TryGetValue(member, out var share) && share.Contains(partition))))
        && deal.All(share => members.Contains(share.Key) || share.Value.Count == 0);
}
