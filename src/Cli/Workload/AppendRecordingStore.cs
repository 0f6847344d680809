using Verified.Reference;

namespace Verified.Cli;

/// <summary>Appends go through the recorder; reads go past it, since the shop reads much and the last reads show all.</summary>
internal sealed class AppendRecordingStore(IEventStore inner, IEventStore recorded) : IEventStore
{
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
