using Verified.Reference;

namespace Verified.Scenarios;

/// <summary>A store that is another one but for what a mistake changes.</summary>
internal abstract class BrokenStore(IEventStore store) : IEventStore
{
    protected IEventStore Inner => store;

    public abstract ValueTask<AppendResult> AppendAsync(
        StreamId stream, ExpectedVersion expected, IReadOnlyList<EventData> events, CancellationToken cancellationToken = default);

    public IAsyncEnumerable<RecordedEvent> ReadStreamAsync(
        StreamId stream, ReadDirection direction, long fromVersion, int maxCount = int.MaxValue, CancellationToken cancellationToken = default) =>
        store.ReadStreamAsync(stream, direction, fromVersion, maxCount, cancellationToken);

    public IAsyncEnumerable<RecordedEvent> ReadAllAsync(
        ReadDirection direction, long fromPosition, int maxCount = int.MaxValue, CancellationToken cancellationToken = default) =>
        store.ReadAllAsync(direction, fromPosition, maxCount, cancellationToken);

    public ValueTask<RecordedEvent?> FindAsync(EventId id, CancellationToken cancellationToken = default) =>
        store.FindAsync(id, cancellationToken);

    public ValueTask<DeleteResult> DeleteAsync(
        StreamId stream, ExpectedVersion expected, CancellationToken cancellationToken = default) =>
        store.DeleteAsync(stream, expected, cancellationToken);

    public IAsyncEnumerable<RecordedEvent> SubscribeAsync(long afterPosition, CancellationToken cancellationToken = default) =>
        store.SubscribeAsync(afterPosition, cancellationToken);
}

/// <summary>Looks where the stream is, and appends in a step of its own.</summary>
internal sealed class CheckThenAppendStore(IEventStore store) : BrokenStore(store)
{
    public override async ValueTask<AppendResult> AppendAsync(
        StreamId stream, ExpectedVersion expected, IReadOnlyList<EventData> events, CancellationToken cancellationToken = default)
    {
        var version = -1L;
        await foreach (var last in Inner.ReadStreamAsync(
            stream, ReadDirection.Backwards, long.MaxValue, 1, cancellationToken))
            version = last.Version;
        return EventStore.Matches(expected, version)
            ? await Inner.AppendAsync(stream, new ExpectedVersion.Any(), events, cancellationToken)
            : new AppendResult.WrongExpectedVersion(version);
    }
}

/// <summary>Appends a batch event by event.</summary>
internal sealed class SplitBatchStore(IEventStore store) : BrokenStore(store)
{
    public override async ValueTask<AppendResult> AppendAsync(
        StreamId stream, ExpectedVersion expected, IReadOnlyList<EventData> events, CancellationToken cancellationToken = default)
    {
        AppendResult result = new AppendResult.StreamDeleted();
        foreach (var next in events)
            result = await Inner.AppendAsync(stream, new ExpectedVersion.Any(), [next], cancellationToken);
        return result;
    }
}
