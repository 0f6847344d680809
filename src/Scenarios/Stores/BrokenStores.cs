using Verified.Reference;

namespace Verified.Scenarios;

/// <summary>Looks where the stream is, and appends in a step of its own.</summary>
internal sealed class CheckThenAppendStore(IEventStore store) : ForwardingEventStore(store)
{
    public override async ValueTask<AppendResult> AppendAsync(
        StreamId stream, ExpectedVersion expected, IReadOnlyList<EventData> events, CancellationToken cancellationToken = default)
    {
        var version = await Inner.LastVersionAsync(stream, cancellationToken);
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
        var first = await Inner.AppendAsync(stream, expected, [events[0]], cancellationToken);
        var last = first;
        foreach (var next in events.Skip(1))
            if (last is AppendResult.Appended)
                last = await Inner.AppendAsync(stream, new ExpectedVersion.Any(), [next], cancellationToken);
        return (first, last) is (AppendResult.Appended begin, AppendResult.Appended end)
            ? end with { FirstVersion = begin.FirstVersion }
            : last;
    }
}
