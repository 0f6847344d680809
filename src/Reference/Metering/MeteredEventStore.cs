using System.Diagnostics.Metrics;

namespace Verified.Reference;

/// <summary>Measures what is appended to another store.</summary>
internal sealed class MeteredEventStore(
    IEventStore inner,
    TimeProvider time,
    Counter<long> events,
    Counter<long> appends,
    Histogram<double> duration) : IEventStore
{
    public async ValueTask<AppendResult> AppendAsync(
        StreamId stream,
        ExpectedVersion expected,
        IReadOnlyList<EventData> batch,
        CancellationToken cancellationToken = default)
    {
        var began = time.GetTimestamp();
        try
        {
            var result = await inner.AppendAsync(stream, expected, batch, cancellationToken);
            End(began, result.GetType().Name);
            if (result is AppendResult.Appended)
                events.Add(batch.Count);
            return result;
        }
        catch (Exception failure)
        {
            End(began, failure.GetType().Name);
            throw;
        }
    }

    public IAsyncEnumerable<RecordedEvent> ReadStreamAsync(
        StreamId stream,
        ReadDirection direction,
        long fromVersion,
        int maxCount = int.MaxValue,
        CancellationToken cancellationToken = default) =>
        inner.ReadStreamAsync(stream, direction, fromVersion, maxCount, cancellationToken);

    public IAsyncEnumerable<RecordedEvent> ReadAllAsync(
        ReadDirection direction,
        long fromPosition,
        int maxCount = int.MaxValue,
        CancellationToken cancellationToken = default) =>
        inner.ReadAllAsync(direction, fromPosition, maxCount, cancellationToken);

    public ValueTask<RecordedEvent?> FindAsync(EventId id, CancellationToken cancellationToken = default) =>
        inner.FindAsync(id, cancellationToken);

    public ValueTask<DeleteResult> DeleteAsync(
        StreamId stream, ExpectedVersion expected, CancellationToken cancellationToken = default) =>
        inner.DeleteAsync(stream, expected, cancellationToken);

    public IAsyncEnumerable<RecordedEvent> SubscribeAsync(
        long afterPosition, CancellationToken cancellationToken = default) =>
        inner.SubscribeAsync(afterPosition, cancellationToken);

    private void End(long began, string outcome)
    {
        appends.Add(1, new KeyValuePair<string, object?>("outcome", outcome));
        duration.Record(time.GetElapsedTime(began).TotalSeconds);
    }
}
