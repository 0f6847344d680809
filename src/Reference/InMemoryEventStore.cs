using System.Diagnostics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
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
/// and hold no lock; a subscription waits for a signal. Payloads are copied on the way in.</para>
/// <para>Every call is one labelled step on the seam: it takes place whole, before or after those of others.</para>
/// <para>Source: <c>EventStore</c>.</para>
/// </remarks>
public sealed class InMemoryEventStore : IEventStore
{
    /// <summary>For each small count, so many times nothing.</summary>
    private static readonly EquatableArray<StoredAt?>[] s_nothingStored =
        [.. Enumerable.Range(0, 16).Select(count => new EquatableArray<StoredAt?>(new StoredAt?[count]))];

    private readonly Runtime _runtime;

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
    private readonly Dictionary<EventId, RecordedEvent> _byId = [];

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
        for (var i = 0; i < batch.Length; i++)
            batch[i] = Copy(batch[i]);
        if (cancellationToken.IsCancellationRequested)
            return ValueTask.FromCanceled<AppendResult>(cancellationToken);
        var point = _runtime.PointAsync(_name, Access.Write);
        return point.IsCompletedSuccessfully
            ? ValueTask.FromResult(AppendNow(stream, expected, batch))
            : AppendAfterAsync(point, stream, expected, batch);
    }

    public ValueTask<AppendResult> AppendAsync(
        StreamId stream, ExpectedVersion expected, EventData data, CancellationToken cancellationToken = default)
    {
        EventStoreArguments.Check(stream);
        EventStoreArguments.Check(expected);
        EventStoreArguments.Check(data, nameof(data));
        var copy = Copy(data);
        if (cancellationToken.IsCancellationRequested)
            return ValueTask.FromCanceled<AppendResult>(cancellationToken);
        var point = _runtime.PointAsync(_name, Access.Write);
        return point.IsCompletedSuccessfully
            ? ValueTask.FromResult(AppendNow(stream, expected, new ReadOnlySpan<EventData>(in copy)))
            : AppendAfterAsync(point, stream, expected, [copy]);
    }

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
            return _byId.GetValueOrDefault(id);
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

    private async ValueTask<AppendResult> AppendAfterAsync(
        ValueTask point, StreamId stream, ExpectedVersion expected, EventData[] batch)
    {
        await point;
        return AppendNow(stream, expected, batch);
    }

    private AppendResult AppendNow(StreamId stream, ExpectedVersion expected, ReadOnlySpan<EventData> batch)
    {
        AppendResult result;
        lock (_gate)
            result = Append(stream, expected, batch);
        if (result is AppendResult.Appended)
            _grown.Pulse();
        return result;
    }

    private AppendResult Append(StreamId stream, ExpectedVersion expected, ReadOnlySpan<EventData> batch)
    {
        if (batch.Length == 1 && TryAppendNew(stream, expected, batch[0]) is { } appended)
            return appended;
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

    /// <summary>Appends one event if it is new and decided so, as almost all are, with one look-up of its id.</summary>
    /// <returns>Null: it is not so, and nothing was done.</returns>
    private AppendResult.Appended? TryAppendNew(StreamId stream, ExpectedVersion expected, EventData data)
    {
        ref var place = ref CollectionsMarshal.GetValueRefOrAddDefault(_byId, data.Id, out var isStored);
        if (isStored)
            return null;
        place = null!;
        try
        {
            var held = Held(stream);
            var facts = new AppendFacts(held?.LastVersion ?? -1, held?.IsDeleted ?? false, NothingStored(1));
            if (EventStore.Decide(stream, expected, facts) is AppendDecision.Append)
            {
                var version = EventStore.VersionAt(facts.LastVersion + 1, 0);
                place = Write(stream, held ?? StreamFor(stream), version, data, _runtime.Time.GetUtcNow());
                return new AppendResult.Appended(version, version, _log.Count);
            }
        }
        finally
        {
            if (place is null)
                _byId.Remove(data.Id);
        }

        return null;
    }

    private AppendResult.Appended Write(StreamId stream, Stream? held, long firstVersion, ReadOnlySpan<EventData> batch)
    {
        held ??= StreamFor(stream);
        var now = _runtime.Time.GetUtcNow();
        for (var i = 0; i < batch.Length; i++)
            _byId.Add(batch[i].Id, Write(stream, held, EventStore.VersionAt(firstVersion, i), batch[i], now));
        return new AppendResult.Appended(
            firstVersion, EventStore.VersionAt(firstVersion, batch.Length - 1), _log.Count);
    }

    private RecordedEvent Write(StreamId stream, Stream held, long version, EventData data, DateTimeOffset now)
    {
        var recorded = new RecordedEvent(stream, version, _log.Count + 1, data, now);
        _log.Add(recorded);
        held.Events.Add(recorded);
        return recorded;
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
    private RecordedEvent?[]? FindStored(ReadOnlySpan<EventData> batch)
    {
        RecordedEvent?[]? stored = null;
        for (var i = 0; i < batch.Length; i++)
            if (_byId.TryGetValue(batch[i].Id, out var found))
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

    private ReadOnlyMemory<RecordedEvent> Snapshot() => _log.Written;

    private ReadOnlyMemory<RecordedEvent> Snapshot(StreamId stream)
    {
        lock (_gate)
            return _streams.GetValueOrDefault(stream)?.Events.Written ?? default;
    }

    private async IAsyncEnumerable<RecordedEvent> ReadAsync(
        Func<ReadOnlyMemory<RecordedEvent>> snapshot,
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
            yield return events.Span[(int)index];
        }
    }

    /// <summary>The answer to a batch whose ids stand: a retry has the same content as well.</summary>
    private static AppendResult Retry(ReadOnlySpan<EventData> batch, RecordedEvent?[] stored)
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

    /// <summary>The caller may reuse its buffers; what is stored never changes.</summary>
    private static EventData Copy(EventData sent) =>
        new(sent.Id, sent.Type, sent.Data.ToArray(), sent.Metadata.ToArray());
}
