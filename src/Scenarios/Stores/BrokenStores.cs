using Verified.Reference;

namespace Verified.Scenarios;

/// <summary>Looks where the stream is, and appends in a step of its own.</summary>
internal sealed class CheckThenAppendStore(IEventStore store) : ForwardingEventStore(store)
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
internal sealed class SplitBatchStore(IEventStore store) : ForwardingEventStore(store)
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
