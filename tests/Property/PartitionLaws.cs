using FsCheck.Fluent;
using Verified.Reference;

namespace Verified.Tests.Property;

/// <summary>Keys stay where they are, and partitions are dealt evenly with few of them moved.</summary>
[Trait("Row", "R16")]
[Trait("Row", "R18")]
public sealed class PartitionLaws
{
    [Theory]
    [InlineData("", "6")]
    [InlineData("order-1", "1")]
    [InlineData("order-2", "4")]
    [InlineData("日本", "0")]
    public void PartitionOf_NeverChanges(string key, string partition) =>
        Assert.Equal(partition, new PartitionedTopic("topic", 7).PartitionOf(key).Value);

    [Fact]
    public void PartitionOf_SpreadsKeysEvenly()
    {
        var topic = new PartitionedTopic("topic", 8);
        var counts = Enumerable.Range(0, 8_000).CountBy(i => topic.PartitionOf($"order-{i}")).Select(count => count.Value);
        Assert.All(counts, count => Assert.InRange(count, 850, 1_150));
    }

    [Fact]
    public void Deal_IsEven_Whole_AndMovesNoMoreThanItMust() => Law.Holds(
        Gen.Choose(1, 12).Zip(Gen.Choose(0, 6).ListOf(12)),
        drawn =>
        {
            var (count, toggles) = drawn;
            var partitions = new PartitionedTopic("topic", count).Partitions;
            EquatableSet<MemberId> members = [];
            EquatableMap<MemberId, EquatableSet<PartitionId>> deal = default;
            foreach (var toggle in toggles)
            {
                var member = new MemberId($"m{toggle}");
                var joins = !members.Contains(member);
                members = joins ? members.Add(member) : members.Remove(member);
                var next = PartitionDeal.Among(partitions, members, deal);
                Check(partitions, members, next);
                if (members.Count > 0 && deal.Count > 0)
                    Assert.InRange(Moved(partitions, deal, next), 0, Unavoidable(deal, next, joins, member));
                deal = next;
            }
        },
        count: 2_000);

    private static void Check(
        EquatableSet<PartitionId> partitions,
        EquatableSet<MemberId> members,
        EquatableMap<MemberId, EquatableSet<PartitionId>> deal)
    {
        Assert.Equal(members, deal.Keys);
        if (members.Count == 0)
            return;
        Assert.Equal(partitions, EquatableSet.From(deal.Values.SelectMany(share => share)));
        Assert.Equal(partitions.Count, deal.Values.Sum(share => share.Count));
        Assert.InRange(deal.Values.Max(share => share.Count) - deal.Values.Min(share => share.Count), 0, 1);
    }

    /// <summary>What a newcomer gets must move to it, what a leaver had must move away from it, and no more.</summary>
    private static int Unavoidable(
        EquatableMap<MemberId, EquatableSet<PartitionId>> before,
        EquatableMap<MemberId, EquatableSet<PartitionId>> after,
        bool joins,
        MemberId member) => joins ? after[member].Count : before[member].Count;

    private static int Moved(
        EquatableSet<PartitionId> partitions,
        EquatableMap<MemberId, EquatableSet<PartitionId>> before,
        EquatableMap<MemberId, EquatableSet<PartitionId>> after) =>
        partitions.Count(partition => Owner(before, partition) is { } owner && Owner(after, partition) != owner);

    private static MemberId? Owner(EquatableMap<MemberId, EquatableSet<PartitionId>> deal, PartitionId partition)
    {
        foreach (var (member, share) in deal)
            if (share.Contains(partition))
                return member;
        return null;
    }
}
