namespace Verified.Reference;

/// <summary>Deals the partitions to the members: evenly, and moving as few as may be.</summary>
internal static class PartitionDeal
{
    /// <summary>Each partition to one member, shares that differ by one at most. Deterministic; O(partitions × members).</summary>
    /// <remarks>Source: <c>ConsumerGroup!Deals</c>.</remarks>
    /// <param name="partitions">All of them.</param>
    /// <param name="members">Who is there.</param>
    /// <param name="before">The deal before; what can stay with its member does.</param>
    public static EquatableMap<MemberId, EquatableSet<PartitionId>> Among(
        EquatableSet<PartitionId> partitions,
        EquatableSet<MemberId> members,
        EquatableMap<MemberId, EquatableSet<PartitionId>> before)
    {
        if (members.Count == 0)
            return default;
        var shares = members.ToDictionary(member => member, _ => new List<PartitionId>());
        var (least, larger) = Math.DivRem(partitions.Count, members.Count);
        var free = new SortedSet<PartitionId>(partitions);
        foreach (var member in members.OrderByDescending(member => Held(before, member).Count).ThenBy(member => member))
            foreach (var partition in Held(before, member))
                if (shares[member].Count < least || (shares[member].Count == least && larger > 0))
                    Give(member, partition);
        foreach (var partition in free.ToArray())
            Give(shares.MinBy(share => (share.Value.Count, share.Key)).Key, partition);
        return EquatableMap.From(members, member => EquatableSet.From(shares[member]));

        void Give(MemberId member, PartitionId partition)
        {
            if (!free.Remove(partition))
                return;
            if (shares[member].Count == least)
                larger--;
            shares[member].Add(partition);
        }
    }

    private static EquatableSet<PartitionId> Held(
        EquatableMap<MemberId, EquatableSet<PartitionId>> deal, MemberId member) =>
        deal.TryGetValue(member, out var share) ? share : [];
}
