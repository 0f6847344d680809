using Verified.Concurrency;

namespace Verified.Reference;

/// <summary>Follows the log from a checkpoint, a bounded distance ahead of what is processed, and saves how far it got.</summary>
/// <remarks>
/// One object is one life: it ends when it is drained, cancelled, or fails; nothing in it survives but the checkpoint.
/// Source: <c>Subscription</c>, the reader.
/// </remarks>
internal sealed class LogFollower : IDisposable
{
    private readonly IEventStore _store;
    private readonly Runtime _runtime;
    private readonly string _name;
    private readonly FollowOptions _options;
    private readonly Checkpoints _checkpoints;

    /// <summary>Told when more is processed.</summary>
    private readonly Milestones _milestones;

    /// <summary>Begins work that is due, if there is any; called where the reader leaves its thread to wait.</summary>
    private readonly Action? _whileWaiting;

    /// <summary>Pulsed when a reader that was refused may read on.</summary>
    private readonly Signal _room;

    /// <summary>Held by who saves the checkpoint.</summary>
    private readonly Gate _saving;

    /// <summary>Cancelled by <see cref="Drain"/>.</summary>
    private readonly CancellationTokenSource _draining = new();

    /// <summary>Cancelled by the caller, or by the first failure.</summary>
    private readonly CancellationTokenSource _stopping = new();

    /// <summary>Cancelled with either of them.</summary>
    private readonly CancellationTokenSource _ending;

    private ReaderProgress _progress;

    /// <summary>How many events were read, other than records of the system; only the reader counts.</summary>
    private long _read;

    /// <summary>How many of them there were when the checkpoint was saved.</summary>
    private long _readAtSave;

    public LogFollower(
        IEventStore store,
        Runtime runtime,
        ConsumerId id,
        FollowOptions options,
        Milestones milestones,
        Action? whileWaiting = null)
    {
        (_store, _runtime, _name, _options) = (store, runtime, id.Value, options);
        (_milestones, _whileWaiting) = (milestones, whileWaiting);
        _progress = new ReaderProgress(0, options.MaxAhead);
        _checkpoints = new Checkpoints(store, id, runtime.NewId());
        _room = runtime.CreateSignal($"{id}/room");
        _saving = runtime.CreateGate($"{id}/saving");
        _ending = CancellationTokenSource.CreateLinkedTokenSource(_draining.Token, _stopping.Token);
    }

    /// <summary>All up to here is processed.</summary>
    public long Processed => Volatile.Read(ref _progress).Processed;

    /// <summary>Where the log ended when this life began: up to here an earlier one may have been at work.</summary>
    public long EndAtStart { get; private set; }

    public bool IsOver { get; private set; }

    /// <summary>Cancelled when this life ends before its time.</summary>
    public CancellationToken Stopping => _stopping.Token;

    /// <summary>Cancelled when no more is read.</summary>
    public CancellationToken Ending => _ending.Token;

    /// <summary>Finds the checkpoint, where the caller has to begin.</summary>
    /// <returns>The checkpoint.</returns>
    public async ValueTask<long> StartAsync()
    {
        await _checkpoints.LoadAsync(_stopping.Token);
        Volatile.Write(ref _progress, new ReaderProgress(_checkpoints.Saved, _options.MaxAhead));
        await foreach (var last in _store.ReadAllAsync(ReadDirection.Backwards, long.MaxValue, 1, _stopping.Token))
            EndAtStart = last.Position;
        Interlocked.MemoryBarrier(); // where it begins is written, and then told
        _milestones.Reach(Processed);
        _options.Observer.Started(_name, null, _checkpoints.Saved);
        return _checkpoints.Saved;
    }

    /// <summary>Reads until it is drained, cancelled or fails; waits until all is processed; saves the checkpoint.</summary>
    /// <param name="start">What comes first; it calls <see cref="StartAsync"/>.</param>
    /// <param name="read">What is done with an event: sooner or later, <see cref="Process"/>. Null: it may read on.</param>
    /// <param name="whenEmpty">Ends when all that was read is processed, or with what kept it from that.</param>
    public async Task RunAsync(
        Func<ValueTask> start,
        Func<RecordedEvent, CancellationToken, Task?> read,
        Func<Task> whenEmpty,
        CancellationToken cancellationToken)
    {
        try
        {
            await using var stop = cancellationToken.UnsafeRegister(
                static follower => ((LogFollower)follower!).Stop(), this);
            try
            {
                await start();
                await ReadUntilStoppedAsync(read);
            }
            catch
            {
                Stop();
                await IgnoreFailureAsync(whenEmpty()); // nothing is left behind; the first failure counts
                throw;
            }

            await whenEmpty();
            cancellationToken.ThrowIfCancellationRequested();
            await SaveAsync();
        }
        finally
        {
            IsOver = true;
        }
    }

    /// <summary>The event at this position is processed, or not to be. O(events ahead).</summary>
    public bool IsProcessed(long position) => Volatile.Read(ref _progress).IsProcessed(position);

    /// <summary>Asks to read no more, and to end in good order.</summary>
    public void Drain() => _draining.Cancel();

    /// <summary>Ends as soon as may be: this life has failed.</summary>
    public void Stop() => _stopping.Cancel();

    /// <summary>Takes the event as read, waiting while too much is.</summary>
    /// <param name="number">How many were read before it, for <see cref="Process"/>; if it need not wait.</param>
    /// <returns>Null: it need not wait. Otherwise its number.</returns>
    public Task<long>? Read(
        RecordedEvent recorded, CancellationToken cancellationToken, out long number)
    {
        number = 0;
        var point = _runtime.PointAsync(_name);
        return !point.IsCompletedSuccessfully ? ReadAfterAsync(point, recorded, cancellationToken)
            : TryRead(recorded, out number) ? null
            : ReadAfterAsync(default, recorded, cancellationToken);
    }

    /// <summary>The event is processed; saves the checkpoint if it is time.</summary>
    /// <returns>Null: that is done.</returns>
    public Task? Process(long number)
    {
        var point = _runtime.PointAsync(_name);
        if (!point.IsCompletedSuccessfully)
            return ProcessAfterAsync(point, number);
        ProcessNow(number);
        return IsSaveDue ? SaveIfDueAsync() : null;
    }

    /// <summary>Lets go of what it listened to. It may still be asked to drain, which has no effect any more.</summary>
    public void Dispose() => _ending.Dispose();

    /// <summary>Streams whose name begins with a dollar sign are records of the system.</summary>
    public static bool IsOfSystem(RecordedEvent recorded) => recorded.Stream.Value[0] == '$';

    private bool IsSaveDue => Volatile.Read(ref _read) - Volatile.Read(ref _readAtSave) >= _options.CheckpointEvery;

    private async ValueTask ReadUntilStoppedAsync(Func<RecordedEvent, CancellationToken, Task?> read)
    {
        try
        {
            var ending = Ending;
            await using var log = _store.SubscribeAsync(Processed, ending).GetAsyncEnumerator();
            var written = log as LogEnumerator;
            while (written?.TryMoveNext() == true || await Next(log))
                if (read(log.Current, ending) is { } reading)
                    await reading;
        }
        catch (OperationCanceledException) when (_ending.IsCancellationRequested)
        {
            // Drained; or it failed or was cancelled, and others say so.
        }
    }

    private Meanwhile Next(IAsyncEnumerator<RecordedEvent> log)
    {
        var next = log.MoveNextAsync(); // tools that rewrite awaits look for where it is kept
        return new Meanwhile(next, _whileWaiting);
    }

    private static async Task IgnoreFailureAsync(Task task)
    {
        try
        {
            await task;
        }
#pragma warning disable CA1031 // Whatever it is, another failure came first.
        catch (Exception)
#pragma warning restore CA1031
        {
        }
    }

    private async Task<long> ReadAfterAsync(
        ValueTask point, RecordedEvent recorded, CancellationToken cancellationToken)
    {
        await point;
        var seen = _room.Version;
        long number;
        for (; !TryRead(recorded, out number); seen = _room.Version)
            await new Meanwhile(RoomAsync(seen, cancellationToken), _whileWaiting);
        return number;
    }

    private bool TryRead(RecordedEvent recorded, out long number)
    {
        if (!_progress.TryRead(recorded.Position, out number))
            return false;
        if (!IsOfSystem(recorded))
            Volatile.Write(ref _read, _read + 1);
        return true;
    }

    private async ValueTask<bool> RoomAsync(long seen, CancellationToken cancellationToken)
    {
        await _room.WaitAsync(seen, cancellationToken);
        return true;
    }

    private async Task ProcessAfterAsync(ValueTask point, long number)
    {
        await point;
        ProcessNow(number);
        if (IsSaveDue)
            await SaveIfDueAsync();
    }

    private void ProcessNow(long number)
    {
        var (passed, hasRoom) = _progress.Process(number);
        if (passed)
            _milestones.Reach(Processed); // the progress was freed by an interlocked operation, which is a fence
        if (hasRoom)
            _room.Pulse();
    }

    private async Task SaveIfDueAsync()
    {
        using (await _saving.EnterAsync(_stopping.Token))
            if (IsSaveDue)
                await SaveAsync();
    }

    private async ValueTask SaveAsync()
    {
        Volatile.Write(ref _readAtSave, Volatile.Read(ref _read));
        var reached = Subscription.Reached(_options.Variant, _progress.Cursor, _progress.Processed);
        if (Subscription.MayCheckpoint(reached, _checkpoints.Saved))
            await _options.Observer.TellAsync(
                _options.Observer.Committing(_name, null, reached), _checkpoints.SaveAsync(reached, _stopping.Token));
    }
}

/// <summary>How the log is followed.</summary>
/// <param name="MaxAhead">How many events are read and not processed.</param>
/// <param name="CheckpointEvery">After how many events the checkpoint is saved.</param>
/// <param name="Variant">The design, or a mistake that tests must find.</param>
internal sealed record FollowOptions(int MaxAhead, int CheckpointEvery, SubscriptionVariant Variant)
{
    /// <summary>Is told where it starts, and of checkpoints; by default nobody.</summary>
    public IBusObserver Observer { get; init; } = IBusObserver.None;
}
