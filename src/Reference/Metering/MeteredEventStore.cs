using System.Diagnostics.Metrics;

namespace Verified.Reference;

/// <summary>Measures what is appended to another store.</summary>
internal sealed class MeteredEventStore(
    IEventStore inner,
    TimeProvider time,
    Counter<long> stored,
    Counter<long> appends,
    Histogram<double> duration) : ForwardingEventStore(inner)
{
    public override async ValueTask<AppendResult> AppendAsync(
        StreamId stream,
        ExpectedVersion expected,
        IReadOnlyList<EventData> events,
        CancellationToken cancellationToken = default)
    {
        var began = time.GetTimestamp();
        try
        {
            var result = await base.AppendAsync(stream, expected, events, cancellationToken);
            End(began, result.GetType().Name);
            if (result is AppendResult.Appended)
                stored.Add(events.Count);
            return result;
        }
        catch (Exception failure)
        {
            End(began, failure.GetType().Name);
            throw;
        }
    }

    private void End(long began, string outcome)
    {
        appends.Add(1, new KeyValuePair<string, object?>("outcome", outcome));
        duration.Record(time.GetElapsedTime(began).TotalSeconds);
    }
}
