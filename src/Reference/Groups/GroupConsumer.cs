using Verified.Concurrency;

namespace Verified.Reference;

/// <summary>A member of a consumer group: processes the partitions it is dealt, each in order, and commits how far it
/// got.</summary>
/// <remarks>
/// It may be taken for dead while it is only slow, and go on next to who has its partitions now. Its commits are turned
/// down then, which tells it to learn again; its effects are not doubled, since all members share the inbox of the group.
/// A message that fails too often becomes a dead letter of the group. Thread-safe. Source: <c>ConsumerGroup</c>, the
/// members.
/// </remarks>
public sealed class GroupConsumer : IDisposable
{
    private readonly IEventStore _store;
    private readonly Runtime _runtime;
    private readonly GroupCoordinator _coordinator;
    private readonly DeliveryWorker _worker;
    private readonly IBusObserver _observer;

    /// <summary>Pulsed when the log has grown.</summary>
    private readonly Signal _grown;

    private readonly CancellationTokenSource _draining = new();

    /// <exception cref="ArgumentException">The name or an option is not sound.</exception>
    public GroupConsumer(
        IEventStore store,
        Runtime runtime,
        GroupCoordinator coordinator,
        MemberId id,
        MessageHandler handler,
        DurableConsumerOptions? options = null)
    {
        ConsumerId.Check(new ConsumerId(id.Value));
        options ??= new DurableConsumerOptions();
        options.Check();
        (_store, _runtime, _coordinator, Id) = (store, runtime, coordinator, id);
        DeadLetters = new DeadLetters(store, coordinator.Group);
        _observer = options.BusObserver;
        _worker = new DeliveryWorker(store, runtime, coordinator.Group, handler, options);
        _grown = runtime.CreateSignal($"{coordinator.Group}/{id}/grown");
    }

    public MemberId Id { get; }

    /// <summary>What the group set aside.</summary>
    public DeadLetters DeadLetters { get; }

    /// <summary>Consumes until it is drained or cancelled.</summary>
    /// <returns>Ends after <see cref="Drain"/>: what it began is processed and committed, and it has left the group.</returns>
    /// <exception cref="OperationCanceledException">Cancelled: it stopped where it was, as in a crash.</exception>
    /// <exception cref="EventStoreException">The store cannot do its work.</exception>
    public async Task RunAsync(CancellationToken cancellationToken = default)
    {
        using var life = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var tail = _runtime.Spawn($"{Id}/tail", () => FollowAsync(life));
        try
        {
            while (!_draining.IsCancellationRequested)
            {
                var deal = await _coordinator.JoinAsync(Id, life.Token);
                using var generation = new GroupGeneration(this, deal, life.Token, _draining.Token);
                await generation.RunAsync();
            }

            await _coordinator.ExpireAsync(Id, life.Token);
        }
        finally
        {
            life.Cancel();
            await tail;
        }
    }

    /// <summary>To be called when the run has ended.</summary>
    public void Dispose() => _draining.Dispose();

    /// <summary>Asks the run to finish what it has, commit, leave the group, and end.</summary>
    public void Drain() => _draining.Cancel();

    internal IEventStore Store => _store;

    internal Runtime Runtime => _runtime;

    internal GroupCoordinator Coordinator => _coordinator;

    internal Signal Grown => _grown;

    /// <summary>Settles a record of a partition: handled, with its effect exactly once, or set aside.</summary>
    internal async ValueTask SettleAsync(
        PartitionId partition, RecordedEvent recorded, CancellationToken cancellationToken)
    {
        var told = new ObservedMessage(
            recorded.Event.Id.Value, Partition: partition.Value, Position: recorded.Version + 1);
        var due = new DueMessage(recorded, 0, MayBeSettled: true, told);
        if (partition == GroupCoordinator.Replays)
        {
            if (await DeadLetters.DueReplayInAsync(recorded, cancellationToken) is not { } letter)
                return;
            _observer.Ended(_observer.Replaying(_coordinator.Group.Value, letter.Message), ObservedOutcome.Succeeded);
            var original = await DeadLetters.MessageOfAsync(letter, cancellationToken);
            due = new DueMessage(original, letter.Round, MayBeSettled: true, new ObservedMessage(letter.Message));
        }

        await _worker.SettleAsync($"{Id}/{partition}", due, cancellationToken);
    }

    internal StreamId StreamOf(PartitionId partition) =>
        partition == GroupCoordinator.Replays ? DeadLetters.Stream : _coordinator.Topic.StreamOf(partition);

    /// <summary>Tells the partitions that there may be more to read.</summary>
    private async Task FollowAsync(CancellationTokenSource life)
    {
        try
        {
            await foreach (var _ in _store.SubscribeAsync(await EndAsync(life.Token), life.Token))
                _grown.Pulse();
        }
        catch (OperationCanceledException) when (life.IsCancellationRequested)
        {
            // The member has ended.
        }
        catch
        {
            life.Cancel();
            throw;
        }
    }

    private async ValueTask<long> EndAsync(CancellationToken cancellationToken)
    {
        await foreach (var last in _store.ReadAllAsync(ReadDirection.Backwards, long.MaxValue, 1, cancellationToken))
            return last.Position;
        return 0;
    }
}
