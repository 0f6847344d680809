using System.Globalization;
using Verified.Concurrency;

namespace Verified.Reference;

/// <summary>Deals the partitions of a topic to the members of a group, and keeps how far the group got.</summary>
/// <remarks>
/// <para>Its state is a stream of the store: joins, expiries, commits, each written behind the one it was decided on. So
/// a commit and a new deal cannot pass each other: a commit of an earlier generation is turned down, whoever sends it,
/// whenever. Which members are silent it keeps in memory; after a restart each has its full time.</para>
/// <para>One process of a group has the coordinator; two would do no harm, but each would miss the heartbeats of the
/// other's members. Thread-safe. Source: <c>ConsumerGroup</c>, the coordinator.</para>
/// </remarks>
public sealed class GroupCoordinator
{
    private readonly IEventStore _store;
    private readonly Runtime _runtime;
    private readonly EquatableSet<PartitionId> _partitions;
    private readonly StreamId _stream;

    /// <summary>Guards everything below.</summary>
    private readonly Gate _gate;

    /// <summary>When each member was last heard of.</summary>
    private readonly Dictionary<MemberId, DateTimeOffset> _lastHeard = [];

    private GroupState _state;

    /// <summary>The version of the last record in <see cref="_state"/>, −1 for none.</summary>
    private long _version = -1;

    /// <exception cref="ArgumentException">The name or an option is not sound.</exception>
    public GroupCoordinator(
        IEventStore store, Runtime runtime, ConsumerId group, PartitionedTopic topic, GroupOptions? options = null)
    {
        ConsumerId.Check(group);
        Options = options ?? new GroupOptions();
        Options.Check();
        (_store, _runtime, Group, Topic) = (store, runtime, group, topic);
        _partitions = topic.Partitions.Add(Replays);
        _stream = new StreamId($"$groups/{group}");
        _gate = runtime.CreateGate($"{group}/coordinator");
        _state = GroupState.New(_partitions);
    }

    /// <summary>Dead letters that are to be delivered again are dealt like a partition.</summary>
    public static PartitionId Replays { get; } = new("replays");

    /// <summary>The group; the inbox of its members has its name.</summary>
    public ConsumerId Group { get; }

    public PartitionedTopic Topic { get; }

    internal GroupOptions Options { get; }

    /// <summary>The group as it is stored.</summary>
    public async ValueTask<GroupState> ReadAsync(CancellationToken cancellationToken = default)
    {
        using var permit = await _gate.EnterAsync(cancellationToken);
        await CatchUpAsync(cancellationToken);
        return _state;
    }

    /// <summary>Takes the member in if it is not there, and tells it what it has and where the group is.</summary>
    /// <remarks>Source: <c>ConsumerGroup!Join</c>, <c>ConsumerGroup!Learn</c>.</remarks>
    public async ValueTask<GroupDeal> JoinAsync(MemberId member, CancellationToken cancellationToken = default)
    {
        using var permit = await _gate.EnterAsync(cancellationToken);
        var joining = Options.BusObserver.Joining(Group.Value, member.Value, Topic.Name, EffectPromise.ExactlyOnce);
        try
        {
            await EnlistAsync(member, cancellationToken);
        }
        catch (Exception failure)
        {
            Options.BusObserver.Ended(joining, ObservedOutcome.Unknown, failure.GetType().Name);
            throw;
        }

        Options.Observer?.Invoke(new ConsumerGroupAction.Learn(member));
        Options.BusObserver.Joined(joining, _state.Membership.Generation);
        return DealOf(member);
    }

    /// <summary>Takes the member out: it leaves, or is taken for dead. Idempotent.</summary>
    /// <remarks>Source: <c>ConsumerGroup!Expire</c>.</remarks>
    public async ValueTask ExpireAsync(MemberId member, CancellationToken cancellationToken = default)
    {
        using var permit = await _gate.EnterAsync(cancellationToken);
        _lastHeard.Remove(member);
        do
            await CatchUpAsync(cancellationToken);
        while (_state.Membership.Live.Contains(member)
            && !await ChangeAsync(GroupRecord.Expired, member, _state.Membership.Live.Remove(member), cancellationToken));
    }

    /// <summary>Commits how many records of a partition were processed, if the member knows the current deal.</summary>
    /// <remarks>Durable on return. Source: <c>ConsumerGroup!Commit</c>.</remarks>
    public async ValueTask<CommitDecision> CommitAsync(
        MemberId member, int generation, PartitionId partition, long offset, CancellationToken cancellationToken = default)
    {
        using var permit = await _gate.EnterAsync(cancellationToken);
        var committing = Options.BusObserver.Committing(Group.Value, partition.Value, offset, generation);
        try
        {
            var decision = await DecideAsync(member, generation, partition, offset, cancellationToken);
            Options.BusObserver.Ended(
                committing, decision == CommitDecision.Commit ? ObservedOutcome.Succeeded : ObservedOutcome.Failed);
            return decision;
        }
        catch (Exception failure)
        {
            Options.BusObserver.Ended(committing, ObservedOutcome.Unknown, failure.GetType().Name);
            throw;
        }
    }

    /// <summary>The member is alive.</summary>
    /// <returns>The current generation; the member has to join again if it knows another one.</returns>
    public async ValueTask<int> HeartbeatAsync(MemberId member, CancellationToken cancellationToken = default)
    {
        using var permit = await _gate.EnterAsync(cancellationToken);
        if (_state.Membership.Live.Contains(member))
            Hear(member);
        return _state.Membership.Generation;
    }

    /// <summary>Takes members for dead that are silent for too long, until it is cancelled.</summary>
    public async Task MonitorAsync(CancellationToken cancellationToken)
    {
        while (true)
        {
            await Task.Delay(Options.SessionTimeout / 3, _runtime.Time, cancellationToken);
            foreach (var member in await SilentAsync(cancellationToken))
                await ExpireAsync(member, cancellationToken);
        }
    }

    /// <summary>The member is in the group, now or before.</summary>
    private async ValueTask EnlistAsync(MemberId member, CancellationToken cancellationToken)
    {
        Hear(member);
        do
            await CatchUpAsync(cancellationToken);
        while (!_state.Membership.Live.Contains(member)
            && !await ChangeAsync(GroupRecord.Joined, member, _state.Membership.Live.Add(member), cancellationToken));
    }

    /// <summary>Decides on a commit, and records it if it is one.</summary>
    private async ValueTask<CommitDecision> DecideAsync(
        MemberId member, int generation, PartitionId partition, long offset, CancellationToken cancellationToken)
    {
        while (true)
        {
            await CatchUpAsync(cancellationToken);
            var current = _state.Membership.Generation;
            var known = Options.Variant == ConsumerGroupVariant.Unfenced ? current : generation;
            var decision = GroupMembership.Decide(known, current, offset, _state.Committed[partition]);
            if (decision != CommitDecision.Commit)
                return decision;
            if (!await RecordAsync(GroupRecord.Commit(member, partition, offset), cancellationToken))
                continue;
            Options.Observer?.Invoke(new ConsumerGroupAction.Commit(member, partition));
            return decision;
        }
    }

    private async ValueTask<List<MemberId>> SilentAsync(CancellationToken cancellationToken)
    {
        using var permit = await _gate.EnterAsync(cancellationToken);
        await CatchUpAsync(cancellationToken);
        var now = _runtime.Time.GetUtcNow();
        var silent = new List<MemberId>();
        foreach (var member in _state.Membership.Live)
            if (!_lastHeard.TryGetValue(member, out var heard))
                Hear(member); // it joined before this coordinator began
            else if (now - heard >= Options.SessionTimeout)
                silent.Add(member);
        return silent;
    }

    private void Hear(MemberId member) => _lastHeard[member] = _runtime.Time.GetUtcNow();

    private GroupDeal DealOf(MemberId member) => new(
        _state.Membership.Generation,
        EquatableMap.From(_state.Membership.Assignment[member], partition => _state.Committed[partition]));

    /// <summary>Deals among these members, and records it.</summary>
    private async ValueTask<bool> ChangeAsync(
        string kind, MemberId member, EquatableSet<MemberId> members, CancellationToken cancellationToken)
    {
        var deal = PartitionDeal.Among(_partitions, members, _state.Membership.Assignment);
        if (!await RecordAsync(GroupRecord.Of(kind, member, deal), cancellationToken))
            return false;
        Options.Observer?.Invoke(kind == GroupRecord.Joined
            ? new ConsumerGroupAction.Join(member, deal)
            : new ConsumerGroupAction.Expire(member, deal));
        return true;
    }

    /// <returns>False where another coordinator wrote first: decide again.</returns>
    private async ValueTask<bool> RecordAsync(GroupRecord record, CancellationToken cancellationToken)
    {
        var id = new EventId(string.Create(CultureInfo.InvariantCulture, $"{_stream}/{_version + 1}"));
        var expected = _version < 0 ? (ExpectedVersion)new ExpectedVersion.NoStream() : new ExpectedVersion.Exact(_version);
        var result = await _store.AppendAsync(
            _stream, expected, [new EventData(id, record.Kind, record.Write(), default)], cancellationToken);
        if (result is not AppendResult.Appended)
            return false;
        _state = _state.Apply(record, _partitions);
        _version++;
        return true;
    }

    private async ValueTask CatchUpAsync(CancellationToken cancellationToken)
    {
        await foreach (var recorded in _store.ReadStreamAsync(
            _stream, ReadDirection.Forwards, _version + 1, cancellationToken: cancellationToken))
        {
            _state = _state.Apply(GroupRecord.Read(recorded), _partitions);
            _version = recorded.Version;
        }
    }
}

/// <summary>What a member learns: its partitions, and how many records of each the group has committed.</summary>
public sealed record GroupDeal(int Generation, EquatableMap<PartitionId, long> Positions);
