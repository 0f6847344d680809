using Verified.Concurrency;

namespace Verified.Reference;

/// <summary>One life of a durable consumer, from its checkpoint to its end.</summary>
internal sealed class ConsumerRun : IDisposable
{
    private readonly ConsumerId _consumer;
    private readonly DurableConsumerOptions _options;
    private readonly DeadLetters _deadLetters;
    private readonly DeliveryWorker _worker;
    private readonly KeyLanes<ReadMessage> _lanes;
    private readonly LogFollower _follower;

    public ConsumerRun(
        IEventStore store,
        Runtime runtime,
        ConsumerId consumer,
        MessageHandler handler,
        DurableConsumerOptions options,
        Milestones milestones)
    {
        (_consumer, _options) = (consumer, options);
        _deadLetters = new DeadLetters(store, consumer);
        _worker = new DeliveryWorker(store, runtime, consumer, handler, options);
        _lanes = new KeyLanes<ReadMessage>(runtime, $"{consumer}/lanes", SettleAsync);
        _follower = new LogFollower(
            store,
            runtime,
            consumer,
            new(options.MaxAhead, options.CheckpointEvery, options.Reader) { Observer = options.BusObserver },
            milestones);
    }

    public long Processed => _follower.Processed;

    public bool IsOver => _follower.IsOver;

    public Task RunAsync(CancellationToken cancellationToken) => _follower.RunAsync(
        async () => _ = await _follower.StartAsync(), ReadAsync, _lanes.WhenEmptyAsync, cancellationToken);

    public void Drain() => _follower.Drain();

    public void Dispose() => _follower.Dispose();

    /// <summary>A message on its way through a lane.</summary>
    private readonly record struct ReadMessage(DueMessage Due, long Number);

    private async Task ReadAsync(RecordedEvent recorded, CancellationToken cancellationToken)
    {
        var message = await MessageInAsync(recorded, cancellationToken);
        if (_follower.Read(recorded, cancellationToken, out var number) is { } reading)
            number = await reading;
        if (message is { } due)
            _lanes.Add(_options.Key(due.Recorded), new ReadMessage(due, number));
        else
            await ProcessAsync(number);
    }

    /// <summary>The message that this event is, or asks to deliver again; null where it is none for this consumer.</summary>
    private async ValueTask<DueMessage?> MessageInAsync(RecordedEvent recorded, CancellationToken cancellationToken)
    {
        if (!LogFollower.IsOfSystem(recorded))
            return _options.Filter(recorded)
                ? new DueMessage(
                    recorded,
                    0,
                    recorded.Position <= _follower.EndAtStart,
                    new ObservedMessage(recorded.Event.Id.Value, Position: recorded.Position))
                : null;
        if (await _deadLetters.DueReplayInAsync(recorded, cancellationToken) is not { } letter)
            return null;
        var original = await _deadLetters.MessageOfAsync(letter, cancellationToken);
        _options.Observer?.Invoke(new DeliveryAction.ReplayDeadLetter(new MessageId(letter.Message)));
        var observer = _options.BusObserver;
        observer.Ended(observer.Replaying(_consumer.Value, letter.Message), ObservedOutcome.Succeeded);
        return new DueMessage(original, letter.Round, MayBeSettled: true, new ObservedMessage(letter.Message));
    }

    /// <summary>What a lane does with a message. A failure here is one of the store, and ends this life.</summary>
    private async Task SettleAsync(string key, ReadMessage read)
    {
        try
        {
            await _worker.SettleAsync(key, read.Due, _follower.Stopping);
            await ProcessAsync(read.Number);
        }
        catch
        {
            _follower.Stop();
            throw;
        }
    }

    private Task ProcessAsync(long number) => _follower.Process(number) ?? Task.CompletedTask;
}
