using static Verified.Reference.ConsumerGroupAction;
using Deal = Verified.Reference.EquatableMap<
    Verified.Reference.MemberId, Verified.Reference.EquatableSet<Verified.Reference.PartitionId>>;

namespace Verified.Reference;

/// <summary>A consumer group as a pure state machine: the mirror of <c>ConsumerGroup.tla</c>.</summary>
/// <remarks>Names and values correspond as <see cref="EventLog"/> says. Pure, so safe to call from
/// many threads.</remarks>
public static class ConsumerGroup
{
    public static ConsumerGroupState Init(ConsumerGroupModel model) => new(
        Live: [],
        Generation: 0,
        Assignment: EquatableMap.From(model.Members, _ => default(EquatableSet<PartitionId>)),
        Committed: EquatableMap.From(model.Partitions, _ => 0),
        Expiries: 0,
        Known: EquatableMap.From(model.Members, _ => 0),
        Positions: EquatableMap.From(model.Members, _ => default(EquatableMap<PartitionId, int>)),
        Processed: EquatableMap.From(model.Partitions, _ => default(EquatableSet<int>)));

    /// <summary>Every action with every argument, in the order of <c>ConsumerGroup!Next</c>.</summary>
    public static IEnumerable<ConsumerGroupAction> Actions(ConsumerGroupModel model)
    {
        var deals = Assignments(model).ToList();
        var pairs = model.Members.SelectMany(
            member => model.Partitions.Select(partition => (Member: member, Partition: partition))).ToList();
        return
        [
            .. model.Members.SelectMany(member => deals.Select(deal => new Join(member, deal))),
            .. model.Members.SelectMany(member => deals.Select(deal => new Expire(member, deal))),
            .. model.Members.Select(member => new Learn(member)),
            .. pairs.Select(pair => new Process(pair.Member, pair.Partition)),
            .. pairs.Select(pair => new Commit(pair.Member, pair.Partition)),
            .. pairs.Select(pair => new RejectCommit(pair.Member, pair.Partition)),
        ];
    }

    /// <summary>Who gets which partitions: each has one owner, or none.</summary>
    /// <remarks>Source: <c>ConsumerGroup!Assignments</c>.</remarks>
    public static IEnumerable<Deal> Assignments(ConsumerGroupModel model)
    {
        List<Deal> deals = [EquatableMap.From(model.Members, _ => default(EquatableSet<PartitionId>))];
        foreach (var partition in model.Partitions)
            deals = [.. deals.SelectMany(deal => model.Members
                .Select(member => deal.SetItem(member, deal[member].Add(partition)))
                .Prepend(deal))];
        return deals;
    }

    /// <summary>The state after the action, or null where it is not enabled.</summary>
    /// <remarks>Every action has one successor at most.</remarks>
    public static ConsumerGroupState? Step(
        ConsumerGroupModel model, ConsumerGroupState state, ConsumerGroupAction action) =>
        action switch
        {
            Join(var member, var deal)
                when MembershipOf(state).Join(model.Partitions, member, deal) is { } joined
                => With(state, joined),

            Expire(var member, var deal)
                when state.Expiries < model.MaxExpiries
                  && MembershipOf(state).Expire(model.Partitions, member, deal) is { } left
                => With(state, left) with { Expiries = state.Expiries + 1 },

            Learn(var member)
                when state.Live.Contains(member) && state.Known[member] != state.Generation
                => state with
                {
                    Known = state.Known.SetItem(member, state.Generation),
                    Positions = state.Positions.SetItem(member, EquatableMap.From(
                        state.Assignment[member], partition => state.Committed[partition])),
                },

            Process(var member, var partition)
                when Owns(state, member, partition) && state.Positions[member][partition] < model.Records
                => state with
                {
                    Positions = state.Positions.SetItem(member, state.Positions[member].SetItem(
                        partition, state.Positions[member][partition] + 1)),
                    Processed = state.Processed.SetItem(
                        partition, state.Processed[partition].Add(state.Positions[member][partition] + 1)),
                },

            Commit(var member, var partition)
                when Owns(state, member, partition)
                  && Outcome(model, state, member, partition) == CommitDecision.Commit
                => state with
                {
                    Committed = state.Committed.SetItem( // NoLossInv
                        partition, Offset(model, state, member, partition)),
                },

            RejectCommit(var member, var partition)
                when Owns(state, member, partition)
                  && state.Known[member] != state.Generation
                  && model.Variant != ConsumerGroupVariant.Unfenced
                => state with { Positions = state.Positions.SetItem(member, default) },

            _ => null,
        };

    /// <summary>Of the members that know the current deal, one owns a partition.</summary>
    public static bool OneOwnerInv(ConsumerGroupModel model, ConsumerGroupState state) =>
        model.Partitions.All(partition => model.Members.Count(member =>
            state.Known[member] == state.Generation && Owns(state, member, partition)) <= 1);

    /// <summary>All records up to the commit were processed.</summary>
    public static bool NoLossInv(ConsumerGroupState state) =>
        state.Committed.All(commit =>
            Enumerable.Range(1, commit.Value).All(record => state.Processed[commit.Key].Contains(record)));

    /// <summary>What was committed stays so.</summary>
    public static bool CommitMonotonicProp(ConsumerGroupState state, ConsumerGroupState next) =>
        state.Committed.All(commit => next.Committed[commit.Key] >= commit.Value);

    private static bool Owns(ConsumerGroupState state, MemberId member, PartitionId partition) =>
        state.Positions[member].TryGetValue(partition, out _);

    private static GroupMembership MembershipOf(ConsumerGroupState state) =>
        new(state.Live, state.Generation, state.Assignment);

    private static ConsumerGroupState With(ConsumerGroupState state, GroupMembership membership) => state with
    {
        Live = membership.Live,
        Generation = membership.Generation,
        Assignment = membership.Assignment,
    };

    /// <summary>What the coordinator answers to the commit of this member.</summary>
    private static CommitDecision Outcome(
        ConsumerGroupModel model, ConsumerGroupState state, MemberId member, PartitionId partition) =>
        GroupMembership.Decide(
            known: model.Variant == ConsumerGroupVariant.Unfenced ? state.Generation : state.Known[member],
            state.Generation,
            Offset(model, state, member, partition),
            state.Committed[partition]);

    /// <summary>What a commit says: the last record that was processed.</summary>
    private static int Offset(
        ConsumerGroupModel model, ConsumerGroupState state, MemberId member, PartitionId partition)
    {
        var position = state.Positions[member][partition];
        return model.Variant == ConsumerGroupVariant.CommitAhead ? position + 1 : position;
    }
}
