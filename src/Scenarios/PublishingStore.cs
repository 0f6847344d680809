using Verified.Reference;

namespace Verified.Scenarios;

/// <summary>A store whose log is the bus: an append publishes the messages in it, and an observer is told.</summary>
/// <param name="inner">The store.</param>
/// <param name="bus">Is told.</param>
/// <param name="messageIn">The message that an event is, with its place left open; null: it is none.</param>
/// <param name="placeOf">Its place in its partition, of the event's version and its position in the log.</param>
internal sealed class PublishingStore(
    IEventStore inner,
    IBusObserver bus,
    Func<StreamId, EventData, ObservedMessage?> messageIn,
    Func<long, long, long> placeOf) : ForwardingEventStore(inner)
{
    public override async ValueTask<AppendResult> AppendAsync(
        StreamId stream, ExpectedVersion expected, IReadOnlyList<EventData> events, CancellationToken cancellationToken = default)
    {
        var told = new List<(int Place, ObservedMessage Message, Observation Publishing)>();
        for (var i = 0; i < events.Count; i++)
            if (messageIn(stream, events[i]) is { } message)
                told.Add((i, message, bus.Publishing(message)));
        var result = await Inner.AppendAsync(stream, expected, events, cancellationToken);
        foreach (var (place, message, publishing) in told)
            switch (result)
            {
                case AppendResult.Appended(var version, _, var position):
                    bus.Published(
                        publishing,
                        isDuplicate: false,
                        message.Partition,
                        placeOf(version + place, position - (events.Count - 1 - place)));
                    break;
                case AppendResult.Idempotent:
                    bus.Published(publishing, isDuplicate: true);
                    break;
                default:
                    bus.Ended(publishing, ObservedOutcome.Failed, result.GetType().Name);
                    break;
            }

        return result;
    }
}
