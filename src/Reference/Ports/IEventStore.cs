namespace Verified.Reference;

/// <summary>In which order a stream or the log is read.</summary>
public enum ReadDirection
{
    /// <summary>From older to newer.</summary>
    Forwards,

    /// <summary>From newer to older.</summary>
    Backwards,
}

/// <summary>What became of an append. Outcomes are data; exceptions are for misuse, infrastructure and cancellation.</summary>
/// <remarks>Source: <c>EventStore!Decide</c>.</remarks>
public abstract record AppendResult
{
    private AppendResult()
    {
    }

    /// <summary>The whole batch is durable at versions <paramref name="FirstVersion"/> to
    /// <paramref name="LastVersion"/>; its last event is at <paramref name="LastPosition"/> of the log.</summary>
    public sealed record Appended(long FirstVersion, long LastVersion, long LastPosition) : AppendResult;

    /// <summary>The same batch was appended before; it stands where that append put it.</summary>
    public sealed record Idempotent(long FirstVersion, long LastVersion, long LastPosition) : AppendResult;

    /// <summary>The stream is not where the writer believed; nothing was written. <paramref name="LastVersion"/> is
    /// where it is, −1 where it has no event.</summary>
    public sealed record WrongExpectedVersion(long LastVersion) : AppendResult;

    /// <summary>The event <paramref name="Id"/> is stored elsewhere, or with other content; nothing was written.</summary>
    public sealed record DuplicateEventId(EventId Id) : AppendResult;

    /// <summary>The stream was deleted; it takes no more events. Nothing was written.</summary>
    public sealed record StreamDeleted : AppendResult;
}

/// <summary>What became of a deletion.</summary>
/// <remarks>Source: <c>EventStore!DeleteStream</c>.</remarks>
public abstract record DeleteResult
{
    private DeleteResult()
    {
    }

    /// <summary>The stream takes no more events; what it held stays in the log.</summary>
    public sealed record Deleted : DeleteResult;

    /// <summary>It was deleted before.</summary>
    public sealed record AlreadyDeleted : DeleteResult;

    /// <summary>The stream is not where the caller believed; nothing changed.</summary>
    public sealed record WrongExpectedVersion(long LastVersion) : DeleteResult;
}

/// <summary>The event store: one append-only log, cut into streams.</summary>
/// <remarks>
/// Every member is safe to call from many threads at once. An append that returned is durable.
/// A read sees every append that returned before it was called. Source: <c>EventStore</c>.
/// </remarks>
public interface IEventStore
{
    /// <summary>Appends a batch to a stream, whole or not at all, if the stream is where the writer believes.</summary>
    /// <exception cref="ArgumentException">The batch is empty, or an id repeats in it.</exception>
    ValueTask<AppendResult> AppendAsync(
        StreamId stream,
        ExpectedVersion expected,
        IReadOnlyList<EventData> events,
        CancellationToken cancellationToken = default);

    /// <summary>Appends one event: a batch of one.</summary>
    ValueTask<AppendResult> AppendAsync(
        StreamId stream, ExpectedVersion expected, EventData data, CancellationToken cancellationToken = default) =>
        AppendAsync(stream, expected, [data], cancellationToken);

    /// <summary>Reads a stream from <paramref name="fromVersion"/> (inclusive) on; nothing where it has no such event.</summary>
    /// <remarks>Backwards, <see cref="long.MaxValue"/> means from the end.</remarks>
    IAsyncEnumerable<RecordedEvent> ReadStreamAsync(
        StreamId stream,
        ReadDirection direction,
        long fromVersion,
        int maxCount = int.MaxValue,
        CancellationToken cancellationToken = default);

    /// <summary>Reads the log from <paramref name="fromPosition"/> (inclusive) on.</summary>
    /// <remarks>Backwards, <see cref="long.MaxValue"/> means from the end.</remarks>
    IAsyncEnumerable<RecordedEvent> ReadAllAsync(
        ReadDirection direction,
        long fromPosition,
        int maxCount = int.MaxValue,
        CancellationToken cancellationToken = default);

    /// <summary>The event of this id, or null.</summary>
    ValueTask<RecordedEvent?> FindAsync(EventId id, CancellationToken cancellationToken = default);

    /// <summary>Closes a stream for ever; its events stay in the log and stay readable.</summary>
    ValueTask<DeleteResult> DeleteAsync(
        StreamId stream, ExpectedVersion expected, CancellationToken cancellationToken = default);

    /// <summary>Every event above <paramref name="afterPosition"/> in position order, without a gap, then each new one
    /// as it is committed; ends only by cancellation.</summary>
    IAsyncEnumerable<RecordedEvent> SubscribeAsync(
        long afterPosition, CancellationToken cancellationToken = default);
}
