using Verified.Concurrency;

namespace Verified.Reference;

/// <summary>One life of a durable consumer, from its checkpoint to its end.</summary>
internal sealed class ConsumerRun : IDisposable
{
    private readonly IEventStore _store;
    private readonly Runtime _runtime;
    private readonly DurableConsumerOptions _options;
    private readonly string _name;
    private readonly DeadLetters _deadLetters;
    private readonly DeliveryWorker _worker;
    private readonly Checkpoints _checkpoints;
    private readonly KeyLanes<ReadMessage> _lanes;
    private readonly Signal _moved;

    /// <summary>A permit for each message that is read and not settled.</summary>
    private readonly Gate _ahead;

    /// <summary>Held by who saves the checkpoint.</summary>
    private readonly Gate _saving;

    /// <summary>Cancelled by <see cref="Drain"/>.</summary>
    private readonly CancellationTokenSource _draining = new();

    /// <summary>Cancelled by the caller, or by the first failure.</summary>
    private readonly CancellationTokenSource _stopping = new();

    private ReaderProgress _progress = new(0);

    /// <summary>At or below here another process may have settled a message and died.</summary>
    private long _endAtStart;

    /// <summary>Events that were read since the checkpoint was saved, other than records of the system.</summary>
    private int _unsaved;

    public ConsumerRun(
        IEventStore store,
        Runtime runtime,
        ConsumerId consumer,
        MessageHandler handler,
        DurableConsumerOptions options,
        Signal moved)
    {
        (_store, _runtime, _options, _name, _moved) = (store, runtime, options, consumer.Value, moved);
        _deadLetters = new DeadLetters(store, consumer);
        _worker = new DeliveryWorker(store, runtime, consumer, handler, options);
        _checkpoints = new Checkpoints(store, consumer);
        _lanes = new KeyLanes<ReadMessage>(runtime, $"{consumer}/lanes", SettleAsync);
        _ahead = runtime.CreateGate($"{consumer}/ahead", options.MaxAhead);
        _saving = runtime.CreateGate($"{consumer}/saving");
    }

    public long Processed => Volatile.Read(ref _progress).Processed;

    public bool IsOver { get; private set; }

    public async Task RunAsync(CancellationToken cancellationToken)
    {
        try
        {
            await using var stop = cancellationToken.UnsafeRegister(
                static run => ((ConsumerRun)run!)._stopping.Cancel(), this);
            await StartAsync();
            await ReadUntilStoppedAsync();
            await _lanes.WhenEmptyAsync();
            cancellationToken.ThrowIfCancellationRequested();
            await SaveAsync();
        }
        finally
        {
            IsOver = true;
        }
    }

    public void Drain() => _draining.Cancel();

    public void Dispose()
    {
        _draining.Dispose();
        _stopping.Dispose();
    }

    /// <summary>A message that was read, and holds a permit until it is settled.</summary>
    private readonly record struct ReadMessage(DueMessage Due, ReaderProgress.Entry Entry, Gate.Permit Permit);

    private async ValueTask StartAsync()
    {
        await _checkpoints.LoadAsync(_stopping.Token);
        Volatile.Write(ref _progress, new ReaderProgress(_checkpoints.Saved));
        await foreach (var last in _store.ReadAllAsync(
            ReadDirection.Backwards, long.MaxValue, 1, _stopping.Token))
            _endAtStart = last.Position;
        _moved.Pulse();
    }

    private async ValueTask ReadUntilStoppedAsync()
    {
        using var reading = CancellationTokenSource.CreateLinkedTokenSource(_draining.Token, _stopping.Token);
        try
        {
            await foreach (var recorded in _store.SubscribeAsync(Processed, reading.Token))
                await ReadAsync(recorded, reading.Token);
        }
        catch (OperationCanceledException) when (reading.IsCancellationRequested)
        {
            // Drained, or the lanes and the caller's token say why.
        }
    }

    private async ValueTask ReadAsync(RecordedEvent recorded, CancellationToken cancellationToken)
    {
        if (await MessageInAsync(recorded, cancellationToken) is { } due)
        {
            var permit = await _ahead.EnterAsync(cancellationToken);
            await _runtime.PointAsync(_name);
            var read = new ReadMessage(due, _progress.Read(recorded.Position), permit);
            _lanes.Add(_options.Key(due.Recorded), read);
        }
        else
        {
            await PassAsync(_progress.Read(recorded.Position));
        }

        if (!IsOfSystem(recorded))
            Interlocked.Increment(ref _unsaved);
    }

    /// <summary>The message that this event is, or asks to deliver again; null where it is none for this consumer.</summary>
    private async ValueTask<DueMessage?> MessageInAsync(RecordedEvent recorded, CancellationToken cancellationToken)
    {
        if (!IsOfSystem(recorded))
            return _options.Filter(recorded)
                ? new DueMessage(recorded, 0, recorded.Position <= _endAtStart)
                : null;
        if (recorded.Stream != _deadLetters.Stream || recorded.Event.Type != DeadLetters.ReplayType)
            return null;
        var letter = DeadLetters.Read(recorded);
        var original = await _store.FindAsync(new EventId(letter.Message), cancellationToken)
            ?? throw new EventStoreException.Corrupt($"The dead letter '{letter.Message}' is no stored event.");
        _options.Observer?.Invoke(new DeliveryAction.ReplayDeadLetter(new MessageId(letter.Message)));
        return new DueMessage(original, letter.Round, MayBeSettled: true);
    }

    /// <summary>What a lane does with a message. A failure here is one of the store, and ends the run.</summary>
    private async Task SettleAsync(string key, ReadMessage read)
    {
        try
        {
            await _worker.SettleAsync(key, read.Due, _stopping.Token);
            await PassAsync(read.Entry);
        }
        catch
        {
            _stopping.Cancel();
            throw;
        }
        finally
        {
            read.Permit.Dispose();
        }
    }

    private async ValueTask PassAsync(ReaderProgress.Entry entry)
    {
        await _runtime.PointAsync(_name);
        if (_progress.Process(entry) > 0)
            _moved.Pulse();
        if (Volatile.Read(ref _unsaved) < _options.CheckpointEvery)
            return;
        using (await _saving.EnterAsync(_stopping.Token))
            if (_unsaved >= _options.CheckpointEvery)
                await SaveAsync();
    }

    private async ValueTask SaveAsync()
    {
        Interlocked.Exchange(ref _unsaved, 0);
        var reached = Subscription.Reached(_options.Variant, _progress.Cursor, _progress.Processed);
        if (Subscription.MayCheckpoint(reached, _checkpoints.Saved))
            await _checkpoints.SaveAsync(reached, _stopping.Token);
    }

    private static bool IsOfSystem(RecordedEvent recorded) => recorded.Stream.Value[0] == '$';
}
