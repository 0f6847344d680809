using Verified.Reference;

namespace Verified.Scenarios;

/// <summary>Follows a group in its mirror. The partition of replays has no records in a scenario and is left out.</summary>
internal sealed class GroupMirror
{
    private readonly ConsumerGroupModel _model;
    private readonly MirrorRun<ConsumerGroupState, ConsumerGroupAction> _run;
    private bool _hasEnded;

    public GroupMirror(PartitionedTopic topic, string[] members, int records, int maxExpiries)
    {
        _model = new ConsumerGroupModel(
            EquatableSet.From(members.Select(member => new MemberId(member))),
            topic.Partitions,
            records,
            maxExpiries,
            ConsumerGroupVariant.Correct);
        var state = ConsumerGroup.Init(_model);
        _run = new(state, (before, action) =>
        {
            var after = ConsumerGroup.Step(_model, before, action);
            Claim.Holds(
                after is null || ConsumerGroup.CommitMonotonicProp(before, after),
                nameof(ConsumerGroup.CommitMonotonicProp));
            return after;
        }, Check);
    }

    /// <summary>Every record is processed and committed.</summary>
    public bool IsFinished => _run.State.Committed.Values.All(offset => offset >= _model.Records);

    /// <summary>Members leave now; that is no death of the mirror.</summary>
    public void Ends() => _hasEnded = true;

    public void Take(ConsumerGroupAction action)
    {
        if (_hasEnded)
            return;
        switch (action)
        {
            case ConsumerGroupAction.Join(var member, var deal):
                _run.Take(new ConsumerGroupAction.Join(member, Whole(deal)));
                break;
            case ConsumerGroupAction.Expire(var member, var deal):
                _run.Take(new ConsumerGroupAction.Expire(member, Whole(deal)));
                break;
            case ConsumerGroupAction.Commit(_, var partition) when partition == GroupCoordinator.Replays:
            case ConsumerGroupAction.Process(_, var other) when other == GroupCoordinator.Replays:
                break;
            default:
                _run.Take(action);
                break;
        }
    }

    private EquatableMap<MemberId, EquatableSet<PartitionId>> Whole(
        EquatableMap<MemberId, EquatableSet<PartitionId>> deal) => EquatableMap.From(
            _model.Members,
            member => deal.TryGetValue(member, out var share) ? share.Remove(GroupCoordinator.Replays) : []);

    private void Check(ConsumerGroupState state)
    {
        Claim.Holds(ConsumerGroup.OneOwnerInv(_model, state), nameof(ConsumerGroup.OneOwnerInv));
        Claim.Holds(ConsumerGroup.NoLossInv(state), nameof(ConsumerGroup.NoLossInv));
    }
}
