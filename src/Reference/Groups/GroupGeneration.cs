namespace Verified.Reference;

/// <summary>What a member does between two deals: an operation for each of its partitions, and one for heartbeats.</summary>
internal sealed class GroupGeneration : IDisposable
{
    private readonly GroupConsumer _member;
    private readonly GroupDeal _deal;
    private readonly GroupOptions _options;
    private readonly CancellationToken _life;
    private readonly CancellationToken _draining;

    /// <summary>Cancelled when the deal is over for this member.</summary>
    private readonly CancellationTokenSource _over;

    /// <summary>Where a commit was turned down first; null where none was.</summary>
    private PartitionId? _rejected;

    public GroupGeneration(GroupConsumer member, GroupDeal deal, CancellationToken life, CancellationToken draining)
    {
        (_member, _deal, _options) = (member, deal, member.Coordinator.Options);
        (_life, _draining) = (life, draining);
        _over = CancellationTokenSource.CreateLinkedTokenSource(life, draining);
    }

    /// <summary>Ends when there is another deal, or the member is drained.</summary>
    public async Task RunAsync()
    {
        var operations = new List<Task> { Spawn("heartbeat", BeatAsync) };
        foreach (var (partition, offset) in _deal.Positions)
            operations.Add(Spawn(partition.Value, () => ReadAsync(partition, offset)));
        await Task.WhenAll(operations);
        _life.ThrowIfCancellationRequested();
        if (_rejected is { } partitionOfZombie)
            _options.Observer?.Invoke(new ConsumerGroupAction.RejectCommit(_member.Id, partitionOfZombie));
    }

    public void Dispose() => _over.Dispose();

    /// <summary>Whatever ends one of the operations ends them all.</summary>
    private Task Spawn(string name, Func<Task> operation) => _member.Runtime.Spawn($"{_member.Id}/{name}", async () =>
    {
        try
        {
            await operation();
        }
        catch (OperationCanceledException) when (_over.IsCancellationRequested)
        {
            // The deal is over.
        }
        finally
        {
            _over.Cancel();
        }
    });

    private async Task BeatAsync()
    {
        do
            await Task.Delay(_options.HeartbeatInterval, _member.Runtime.Time, _over.Token);
        while (await _member.Coordinator.HeartbeatAsync(_member.Id, _over.Token) == _deal.Generation);
    }

    /// <summary>Processes a partition, record after record. Source: <c>ConsumerGroup!Process</c>.</summary>
    private async Task ReadAsync(PartitionId partition, long start)
    {
        var (position, committed) = (start, start);
        _options.BusObserver.Started(_member.Coordinator.Group.Value, partition.Value, start);
        while (!_over.IsCancellationRequested)
        {
            var seen = _member.Grown.Version; // before the look: growth that the look misses ends the wait
            var end = position;
            await foreach (var recorded in _member.Store.ReadStreamAsync(
                _member.StreamOf(partition), ReadDirection.Forwards, position, _options.CommitEvery, _life))
            {
                await _member.SettleAsync(partition, recorded, _life);
                _options.Observer?.Invoke(new ConsumerGroupAction.Process(_member.Id, partition));
                position++;
                if (_over.IsCancellationRequested)
                    break;
            }

            if (position != committed)
            {
                if (!await CommitAsync(partition, position))
                    return;
                committed = position;
            }

            if (position == end)
                await _member.Grown.WaitAsync(seen, _over.Token);
        }
    }

    /// <summary>Commits, or learns that another deal is on. Source: <c>ConsumerGroup!Commit</c>,
    /// <c>ConsumerGroup!RejectCommit</c>.</summary>
    private async ValueTask<bool> CommitAsync(PartitionId partition, long position)
    {
        var offset = _options.Variant == ConsumerGroupVariant.CommitAhead ? position + 1 : position;
        var decision = await _member.Coordinator.CommitAsync(_member.Id, _deal.Generation, partition, offset, _life);
        if (decision != CommitDecision.Reject)
            return true;
        _rejected ??= partition;
        return false;
    }
}
