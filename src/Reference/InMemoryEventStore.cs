using System.Diagnostics;
using System.Runtime.CompilerServices;
using Verified.Concurrency;

namespace Verified.Reference;

/// <summary>The event store in the memory of one process: for tests, and as the reference for every
/// other store.</summary>
/// <remarks>
/// <para>A shell over the mirror. A state of it is a state of <see cref="EventStoreState"/> kept under indexes:
/// <c>Log</c> is the log, cut into streams as well; <c>Index</c> is the look-up by id; <c>Deleted</c> is a mark on
/// each stream. It looks up <see cref="AppendFacts"/> in them, and <see cref="EventStore.Decide"/>,
/// <see cref="EventStore.DecideDelete"/> and <see cref="EventStore.VersionAt"/> do the rest, as they do for the mirror;
/// there is no second copy of a rule.</para>
/// <para>Its disk is its memory. So an append takes AppendEvents, Flush and AcknowledgeAppend in one
/// step, under a lock, and the store ends with its process: it has no Crash and no Recover.</para>
/// <para>An append is O(batch), a look-up O(1), a read O(events read). Readers work on what was there when they began
/// and hold no lock; a subscription waits for a signal. Payloads are copied on the way in; small ones share arrays.
/// <see cref="RecordedEvent.RecordedAt"/> is <see cref="Runtime.Now"/>, which may be some milliseconds old.</para>
/// <para>Every call is one labelled step on the seam: it takes place whole, before or after those of others.</para>
/// <para>Source: <c>EventStore</c>.</para>
/// </remarks>
public sealed class InMemoryEventStore : IEventStore, ISingleAppends
{
    /// <summary>For each small count, so many times nothing.</summary>
    private static readonly EquatableArray<StoredAt?>[] s_nothingStored =
        [.. Enumerable.Range(0, 16).Select(count => new EquatableArray<StoredAt?>(new StoredAt?[count]))];

    private readonly Runtime _runtime;

    /// <summary>A name of a stream that is one: the last that was looked at.</summary>
    private string _checked = "-";

    /// <summary>What the steps of this store are labelled with.</summary>
    private readonly string _name;

    /// <summary>Guards everything below, but for snapshots; held for pure look-ups and writes to memory only.</summary>
    private readonly Lock _gate = new();

    /// <summary>The event at position p is at index p − 1.</summary>
    private readonly AppendOnlyList<RecordedEvent> _log = new();

    /// <summary>Streams that have an event or were deleted.</summary>
    private readonly Dictionary<StreamId, Stream> _streams = [];

    /// <summary>The stream that was written last: mostly the next one as well.</summary>
    private (string? Name, Stream? Held) _last;

    /// <summary>Every event of the log, by its id.</summary>
    private readonly EventIndex _byId;

    /// <summary>The bytes of events.</summary>
    private readonly PayloadPages _pages = new();

    /// <summary>Pulsed after the log grew.</summary>
    private readonly Signal _grown;

    /// <param name="time">Gives <see cref="RecordedEvent.RecordedAt"/>.</param>
    public InMemoryEventStore(TimeProvider time)
        : this(Runtime.Production(time))
    {
    }

    /// <param name="runtime">Its clock gives <see cref="RecordedEvent.RecordedAt"/>.</param>
    /// <param name="name">Names the store in reports of a controlled runtime.</param>
    public InMemoryEventStore(Runtime runtime, string name = "store")
    {
        (_runtime, _name) = (runtime, name);
        _byId = new EventIndex(_log);
        _grown = runtime.CreateSignal($"{name}/grown");
    }

    public ValueTask<AppendResult> AppendAsync(
        StreamId stream,
        ExpectedVersion expected,
        IReadOnlyList<EventData> events,
        CancellationToken cancellationToken = default)
    {
        EventStoreArguments.Check(stream);
        EventStoreArguments.Check(expected);
        var batch = EventStoreArguments.CheckBatch(events);
        if (cancellationToken.IsCancellationRequested)
            return ValueTask.FromCanceled<AppendResult>(cancellationToken);
        var point = _runtime.PointAsync(_name, Access.Write);
        var isNow = point.IsCompletedSuccessfully;
        for (var i = 0; i < batch.Length; i++)
            batch[i] = CopyFirst(batch[i], isNow);
        return isNow
            ? ValueTask.FromResult(AppendNow(stream, expected, batch))
            : AppendAfterAsync(point, stream, expected, batch);
    }

    public ValueTask<AppendResult> AppendAsync(
        StreamId stream, ExpectedVersion expected, EventData data, CancellationToken cancellationToken = default)
    {
        return Append(stream, expected, data, cancellationToken, out var result) is { } appending
            ? ResultAfterAsync(appending)
            : ValueTask.FromResult(result.ToResult());
    }

    Task<SingleAppend>? ISingleAppends.Append(
        StreamId stream,
        ExpectedVersion expected,
        EventData data,
        CancellationToken cancellationToken,
        out SingleAppend result) =>
        Append(stream, expected, data, cancellationToken, out result);

    public async ValueTask<DeleteResult> DeleteAsync(
        StreamId stream, ExpectedVersion expected, CancellationToken cancellationToken = default)
    {
        EventStoreArguments.Check(stream);
        EventStoreArguments.Check(expected);
        cancellationToken.ThrowIfCancellationRequested();
        await _runtime.PointAsync(_name, Access.Write);
        lock (_gate)
            return Delete(stream, expected);
    }

    public async ValueTask<RecordedEvent?> FindAsync(EventId id, CancellationToken cancellationToken = default)
    {
        EventStoreArguments.Check(id);
        cancellationToken.ThrowIfCancellationRequested();
        await _runtime.PointAsync(_name, Access.Read);
        lock (_gate)
            return _byId.Find(id);
    }

    public IAsyncEnumerable<RecordedEvent> ReadStreamAsync(
        StreamId stream,
        ReadDirection direction,
        long fromVersion,
        int maxCount = int.MaxValue,
        CancellationToken cancellationToken = default)
    {
        EventStoreArguments.Check(stream);
        EventStoreArguments.Check(direction, fromVersion, maxCount);
        return ReadAsync(() => Snapshot(stream), direction, fromVersion, maxCount, cancellationToken);
    }

    public IAsyncEnumerable<RecordedEvent> ReadAllAsync(
        ReadDirection direction,
        long fromPosition,
        int maxCount = int.MaxValue,
        CancellationToken cancellationToken = default)
    {
        EventStoreArguments.Check(direction, fromPosition, maxCount);
        var fromIndex = direction == ReadDirection.Forwards ? Math.Max(fromPosition - 1, 0) : fromPosition - 1;
        return ReadAsync(Snapshot, direction, fromIndex, maxCount, cancellationToken);
    }

    public IAsyncEnumerable<RecordedEvent> SubscribeAsync(
        long afterPosition, CancellationToken cancellationToken = default)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(afterPosition);
        return new LogSubscription(_log, _grown, _runtime, _name, afterPosition, cancellationToken);
    }

    /// <summary>A stream of the log; with no event it was deleted before it had one.</summary>
    private sealed class Stream
    {
        /// <summary>The event of version v is at index v.</summary>
        public AppendOnlyList<RecordedEvent> Events { get; } = new();

        public bool IsDeleted { get; set; }

        public long LastVersion => Events.Count - 1;
    }

    private Task<SingleAppend>? Append(
        StreamId stream,
        ExpectedVersion expected,
        EventData data,
        CancellationToken cancellationToken,
        out SingleAppend result)
    {
        if (!ReferenceEquals(stream.Value, _checked))
            Check(stream);
        EventStoreArguments.Check(expected);
        EventStoreArguments.Check(data, nameof(data));
        result = default;
        if (cancellationToken.IsCancellationRequested)
            return Task.FromCanceled<SingleAppend>(cancellationToken);
        var point = _runtime.PointAsync(_name, Access.Write);
        if (!point.IsCompletedSuccessfully)
            return AppendAfterAsync(point, stream, expected, CopyFirst(data, isNow: false));
        AppendNow(stream, expected, CopyFirst(data, isNow: true), out result);
        return null;
    }

    private void Check(StreamId stream)
    {
        EventStoreArguments.Check(stream);
        _checked = stream.Value;
    }

    private async Task<SingleAppend> AppendAfterAsync(
        ValueTask point, StreamId stream, ExpectedVersion expected, EventData data)
    {
        await point;
        AppendNow(stream, expected, data, out var result);
        return result;
    }

    private static async ValueTask<AppendResult> ResultAfterAsync(Task<SingleAppend> appending) =>
        (await appending).ToResult();

    private async ValueTask<AppendResult> AppendAfterAsync(
        ValueTask point, StreamId stream, ExpectedVersion expected, EventData[] batch)
    {
        await point;
        return AppendNow(stream, expected, batch);
    }

    private void AppendNow(StreamId stream, ExpectedVersion expected, EventData data, out SingleAppend result)
    {
        lock (_gate)
            result = Append(stream, expected, data);
        if (result.Position > 0)
            _grown.Pulse();
    }

    private AppendResult AppendNow(StreamId stream, ExpectedVersion expected, EventData[] batch)
    {
        AppendResult result;
        lock (_gate)
            result = Append(stream, expected, batch);
        if (result is AppendResult.Appended)
            _grown.Pulse();
        return result;
    }

    /// <summary>Appends one event, as almost always, if it is new and decided so, with one look-up of its id.</summary>
    private SingleAppend Append(StreamId stream, ExpectedVersion expected, EventData data)
    {
        var hash = EventIndex.HashOf(data.Id);
        var held = Held(stream);
        var facts = new AppendFacts(held?.LastVersion ?? -1, held?.IsDeleted ?? false, NothingStored(1));
        if (_byId.Find(data.Id, hash) is not null
            || EventStore.Decide(stream, expected, facts) is not AppendDecision.Append)
            return new SingleAppend(0, 0, Append(stream, expected, [data]));
        var version = EventStore.VersionAt(facts.LastVersion + 1, 0);
        Write(stream, held ?? StreamFor(stream), version, data, hash, _runtime.Now);
        return new SingleAppend(version, _log.Count, null);
    }

    private AppendResult Append(StreamId stream, ExpectedVersion expected, EventData[] batch)
    {
        var held = Held(stream);
        var stored = FindStored(batch);
        var facts = new AppendFacts(
            held?.LastVersion ?? -1,
            held?.IsDeleted ?? false,
            stored is null ? NothingStored(batch.Length) : new(Array.ConvertAll(stored, Place)));
        return EventStore.Decide(stream, expected, facts) switch
        {
            AppendDecision.Append => Write(stream, held, facts.LastVersion + 1, batch),
            AppendDecision.Idempotent => Retry(batch, stored!),
            AppendDecision.WrongExpectedVersion => new AppendResult.WrongExpectedVersion(facts.LastVersion),
            AppendDecision.DuplicateEventId(var index) => new AppendResult.DuplicateEventId(batch[index].Id),
            AppendDecision.StreamDeleted => new AppendResult.StreamDeleted(),
            _ => throw new UnreachableException(),
        };
    }

    private AppendResult.Appended Write(StreamId stream, Stream? held, long firstVersion, EventData[] batch)
    {
        held ??= StreamFor(stream);
        var now = _runtime.Now;
        for (var i = 0; i < batch.Length; i++)
            Write(stream, held, EventStore.VersionAt(firstVersion, i), batch[i], EventIndex.HashOf(batch[i].Id), now);
        return new AppendResult.Appended(
            firstVersion, EventStore.VersionAt(firstVersion, batch.Length - 1), _log.Count);
    }

    private void Write(StreamId stream, Stream held, long version, EventData data, uint hash, DateTimeOffset now)
    {
        var position = _log.Count + 1;
        var recorded = new RecordedEvent(
            stream, version, position, PayloadPages.IsSmall(data) ? _pages.Copy(data) : data, now);
        _byId.Add(hash, position); // nobody asks while the lock is held
        _log.Add(recorded);
        held.Events.Add(recorded);
    }

    /// <summary>The stream, if it is known.</summary>
    private Stream? Held(StreamId stream)
    {
        if (ReferenceEquals(stream.Value, _last.Name))
            return _last.Held;
        if (_streams.TryGetValue(stream, out var held))
            _last = (stream.Value, held);
        return held;
    }

    /// <summary>What is stored under each id of the batch; null where there is nothing under any.</summary>
    private RecordedEvent?[]? FindStored(EventData[] batch)
    {
        RecordedEvent?[]? stored = null;
        for (var i = 0; i < batch.Length; i++)
            if (_byId.Find(batch[i].Id) is { } found)
                (stored ??= new RecordedEvent?[batch.Length])[i] = found;
        return stored;
    }

    private DeleteResult Delete(StreamId stream, ExpectedVersion expected)
    {
        var held = _streams.GetValueOrDefault(stream);
        var lastVersion = held?.LastVersion ?? -1;
        switch (EventStore.DecideDelete(expected, lastVersion, held?.IsDeleted ?? false))
        {
            case DeleteDecision.Delete:
                StreamFor(stream).IsDeleted = true;
                return new DeleteResult.Deleted();
            case DeleteDecision.AlreadyDeleted:
                return new DeleteResult.AlreadyDeleted();
            case DeleteDecision.WrongExpectedVersion:
                return new DeleteResult.WrongExpectedVersion(lastVersion);
            default:
                throw new UnreachableException();
        }
    }

    /// <summary>The stream, entered among the known ones. Only a write calls this: a rejection leaves
    /// no trace.</summary>
    private Stream StreamFor(StreamId stream)
    {
        if (!_streams.TryGetValue(stream, out var held))
            _streams.Add(stream, held = new Stream());
        return held;
    }

    private AppendOnlyList<RecordedEvent>.Snapshot Snapshot() => _log.Written;

    private AppendOnlyList<RecordedEvent>.Snapshot Snapshot(StreamId stream)
    {
        lock (_gate)
            return _streams.GetValueOrDefault(stream)?.Events.Written ?? default;
    }

    private async IAsyncEnumerable<RecordedEvent> ReadAsync(
        Func<AppendOnlyList<RecordedEvent>.Snapshot> snapshot,
        ReadDirection direction,
        long fromIndex,
        int maxCount,
        [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await _runtime.PointAsync(_name, Access.Read);
        var events = snapshot();
        var step = direction == ReadDirection.Forwards ? 1 : -1;
        var index = direction == ReadDirection.Forwards ? fromIndex : Math.Min(fromIndex, events.Length - 1);
        cancellationToken.ThrowIfCancellationRequested();
        for (var left = maxCount; left > 0 && index >= 0 && index < events.Length; left--, index += step)
        {
            cancellationToken.ThrowIfCancellationRequested();
            yield return events[(int)index];
        }
    }

    /// <summary>The answer to a batch whose ids stand: a retry has the same content as well.</summary>
    private static AppendResult Retry(EventData[] batch, RecordedEvent?[] stored)
    {
        for (var i = 0; i < batch.Length; i++)
            if (!batch[i].HasContentOf(stored[i]!.Event))
                return new AppendResult.DuplicateEventId(batch[i].Id);
        return new AppendResult.Idempotent(stored[0]!.Version, stored[^1]!.Version, stored[^1]!.Position);
    }

    /// <summary>Batches are short, and almost all are new: for them the facts are always the same.</summary>
    private static EquatableArray<StoredAt?> NothingStored(int count) =>
        count < s_nothingStored.Length ? s_nothingStored[count] : new(new StoredAt?[count]);

    private static StoredAt? Place(RecordedEvent? stored) =>
        stored is null ? null : new StoredAt(stored.Stream, stored.Version);

    /// <summary>The caller may reuse its buffers; what is stored never changes. Small events are copied when they are
    /// stored, if that is at once.</summary>
    private static EventData CopyFirst(EventData sent, bool isNow) =>
        isNow && PayloadPages.IsSmall(sent)
            ? sent
            : new(sent.Id, sent.Type, sent.Data.ToArray(), sent.Metadata.ToArray());
}
