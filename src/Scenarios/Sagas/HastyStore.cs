using Verified.Reference;

namespace Verified.Scenarios;

/// <summary>The mistake "HandleBeforeDurable": of what a coordinator appends, the mark of the answer and the next command
/// go out first, and the record of the answer later, in an append of its own.</summary>
internal sealed class HastyStore(IEventStore inner, SagaDefinition definition) : IEventStore
{
    public async ValueTask<AppendResult> AppendAsync(
        StreamId stream, ExpectedVersion expected, IReadOnlyList<EventData> events, CancellationToken cancellationToken = default)
    {
        var records = events.Where(IsRecord).ToList();
        var hasty = events.Where(e => !IsRecord(e)).ToList();
        if (!stream.Value.StartsWith($"{definition.Name}-", StringComparison.Ordinal) || records.Count == 0 || hasty.Count == 0)
            return await inner.AppendAsync(stream, expected, events, cancellationToken);
        var sent = await inner.AppendAsync(stream, expected, hasty, cancellationToken);
        return sent is AppendResult.Appended
            ? await inner.AppendAsync(stream, new ExpectedVersion.Any(), records, cancellationToken)
            : sent;
    }

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

    private static bool IsRecord(EventData sent) => SagaEnvelope.Read(sent) is { Message: SagaEvent };
}
