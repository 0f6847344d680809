using Verified.Reference;

namespace Verified.Scenarios;

/// <summary>A store that tells an observer which events a bus sets aside, since those who publish to it and handle its events
/// are not told.</summary>
internal sealed class DeadLetterWatch(IEventStore inner, IBusObserver observer, string bus) : ForwardingEventStore(inner)
{
    private readonly string _streams = $"$dead-letters/bus:{bus}:";

    public override async ValueTask<AppendResult> AppendAsync(
        StreamId stream, ExpectedVersion expected, IReadOnlyList<EventData> events, CancellationToken cancellationToken = default)
    {
        if (!stream.Value.StartsWith(_streams, StringComparison.Ordinal) || events is not [{ Type: DeadLetters.DeadLetteredType } letter])
            return await Inner.AppendAsync(stream, expected, events, cancellationToken);
        // Its id is its type, the consumer, the round and the message.
        var telling = observer.DeadLettering(stream.Value[_streams.Length..], letter.Id.Value.Split('/', 4)[3]);
        var result = await Inner.AppendAsync(stream, expected, events, cancellationToken);
        observer.Ended(telling, ObservedOutcome.Succeeded);
        return result;
    }
}
