using Verified.Reference;

namespace Verified.Oracle;

/// <summary>An event store whose appends and deletions are recorded, and whose reads are not: for a system that reads much,
/// where the last reads show all.</summary>
/// <remarks>As thread-safe as the store it wraps. Outcomes are recorded as <see cref="RecordingEventStore"/> does.</remarks>
public sealed class AppendRecordingStore(
    IEventStore inner, HistoryRecorder recorder, Func<Exception, bool>? isCertainFailure = null) : IEventStore
{
    private readonly RecordingEventStore recorded = new(inner, recorder, isCertainFailure);

    public ValueTask<AppendResult> AppendAsync(
        StreamId stream, ExpectedVersion expected, IReadOnlyList<EventData> events, CancellationToken cancellationToken = default) =>
        recorded.AppendAsync(stream, expected, events, cancellationToken);

    public ValueTask<DeleteResult> DeleteAsync(
        StreamId stream, ExpectedVersion expected, CancellationToken cancellationToken = default) =>
        recorded.DeleteAsync(stream, expected, cancellationToken);

    public IAsyncEnumerable<RecordedEvent> ReadStreamAsync(
        StreamId stream, ReadDirection direction, long fromVersion, int maxCount = int.MaxValue, CancellationToken cancellationToken = default) =>
        inner.ReadStreamAsync(stream, direction, fromVersion, maxCount, cancellationToken);

    public IAsyncEnumerable<RecordedEvent> ReadAllAsync(
        ReadDirection direction, long fromPosition, int maxCount = int.MaxValue, CancellationToken cancellationToken = default) =>
        inner.ReadAllAsync(direction, fromPosition, maxCount, cancellationToken);

    public ValueTask<RecordedEvent?> FindAsync(EventId id, CancellationToken cancellationToken = default) =>
        inner.FindAsync(id, cancellationToken);

    public IAsyncEnumerable<RecordedEvent> SubscribeAsync(long afterPosition, CancellationToken cancellationToken = default) =>
        inner.SubscribeAsync(afterPosition, cancellationToken);
}
