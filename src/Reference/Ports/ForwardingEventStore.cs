namespace Verified.Reference;

/// <summary>An event store that is another one but for what a derived class changes: an observer, a recorder, a fault.</summary>
/// <remarks>As thread-safe as the store it wraps.</remarks>
/// <param name="inner">The store that does the work.</param>
public abstract class ForwardingEventStore(IEventStore inner) : IEventStore
{
    /// <summary>The store that does the work.</summary>
    protected IEventStore Inner => inner;

    public virtual ValueTask<AppendResult> AppendAsync(
        StreamId stream, ExpectedVersion expected, IReadOnlyList<EventData> events, CancellationToken cancellationToken = default) =>
        inner.AppendAsync(stream, expected, events, cancellationToken);

    public virtual ValueTask<DeleteResult> DeleteAsync(
        StreamId stream, ExpectedVersion expected, CancellationToken cancellationToken = default) =>
        inner.DeleteAsync(stream, expected, cancellationToken);

    public virtual IAsyncEnumerable<RecordedEvent> ReadStreamAsync(
        StreamId stream,
        ReadDirection direction,
        long fromVersion,
        int maxCount = int.MaxValue,
        CancellationToken cancellationToken = default) =>
        inner.ReadStreamAsync(stream, direction, fromVersion, maxCount, cancellationToken);

    public virtual IAsyncEnumerable<RecordedEvent> ReadAllAsync(
        ReadDirection direction,
        long fromPosition,
        int maxCount = int.MaxValue,
        CancellationToken cancellationToken = default) =>
        inner.ReadAllAsync(direction, fromPosition, maxCount, cancellationToken);

    public virtual ValueTask<RecordedEvent?> FindAsync(EventId id, CancellationToken cancellationToken = default) =>
        inner.FindAsync(id, cancellationToken);

    public virtual IAsyncEnumerable<RecordedEvent> SubscribeAsync(
        long afterPosition, CancellationToken cancellationToken = default) =>
        inner.SubscribeAsync(afterPosition, cancellationToken);
}
