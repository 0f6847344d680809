using Verified.Concurrency;
using Verified.Reference;

namespace Verified.Scenarios;

/// <summary>Mistakes of those who append to some streams: they expect nothing of the stream, or give everything a new id,
/// so that nothing is ever recognised.</summary>
/// <param name="inner">The store.</param>
/// <param name="runtime">Makes up ids.</param>
/// <param name="affects">Which streams.</param>
/// <param name="keepsIds">Ids stay as they are; only expectations are dropped.</param>
internal sealed class ForgetfulStore(IEventStore inner, Runtime runtime, Func<StreamId, bool> affects, bool keepsIds)
    : IEventStore
{
    public ValueTask<AppendResult> AppendAsync(
        StreamId stream, ExpectedVersion expected, IReadOnlyList<EventData> events, CancellationToken cancellationToken = default) =>
        affects(stream)
            ? inner.AppendAsync(
                stream,
                new ExpectedVersion.Any(),
                keepsIds ? events : [.. events.Select(e => e with { Id = new($"{e.Id}~{runtime.NewId()}") })],
                cancellationToken)
            : inner.AppendAsync(stream, expected, events, cancellationToken);

    public ValueTask<DeleteResult> DeleteAsync(
        StreamId stream, ExpectedVersion expected, CancellationToken cancellationToken = default) =>
        inner.DeleteAsync(stream, expected, cancellationToken);

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
