using Verified.Reference;

namespace Verified.Oracle;

/// <summary>An event store whose appends and deletions are recorded, and whose reads are not: for a system that reads much,
/// where the last reads show all.</summary>
/// <remarks>As thread-safe as the store it wraps. Outcomes are recorded as <see cref="RecordingEventStore"/> does.</remarks>
/// <param name="inner">The store.</param>
/// <param name="recorder">Takes the history.</param>
/// <param name="isCertainFailure">Whether an exception out of a write says that nothing was written.</param>
/// <param name="outbox">Ids of the messages that an event commits to publish; null: of none is known.</param>
public sealed class AppendRecordingStore(
    IEventStore inner,
    HistoryRecorder recorder,
    Func<Exception, bool>? isCertainFailure = null,
    Func<EventData, IEnumerable<string>>? outbox = null) : ForwardingEventStore(inner)
{
    private readonly RecordingEventStore _recorded = new(inner, recorder, isCertainFailure, outbox);

    public override ValueTask<AppendResult> AppendAsync(
        StreamId stream, ExpectedVersion expected, IReadOnlyList<EventData> events, CancellationToken cancellationToken = default) =>
        _recorded.AppendAsync(stream, expected, events, cancellationToken);

    public override ValueTask<DeleteResult> DeleteAsync(
        StreamId stream, ExpectedVersion expected, CancellationToken cancellationToken = default) =>
        _recorded.DeleteAsync(stream, expected, cancellationToken);
}
