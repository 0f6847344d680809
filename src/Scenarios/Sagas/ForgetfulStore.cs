using Verified.Concurrency;
using Verified.Reference;

namespace Verified.Scenarios;

/// <summary>Mistakes of those who append to some streams: they expect nothing of the stream, or give everything a new id,
/// so that nothing is ever recognised.</summary>
/// <param name="inner">The store.</param>
/// <param name="runtime">Makes up ids.</param>
/// <param name="affects">What is appended to which streams.</param>
/// <param name="keepsIds">Ids stay as they are; only expectations are dropped.</param>
internal sealed class ForgetfulStore(
    IEventStore inner, Runtime runtime, Func<StreamId, IReadOnlyList<EventData>, bool> affects, bool keepsIds)
    : ForwardingEventStore(inner)
{
    public override ValueTask<AppendResult> AppendAsync(
        StreamId stream, ExpectedVersion expected, IReadOnlyList<EventData> events, CancellationToken cancellationToken = default) =>
        affects(stream, events)
            ? Inner.AppendAsync(
                stream,
                new ExpectedVersion.Any(),
                keepsIds ? events : [.. events.Select(e => e with { Id = new($"{e.Id}~{runtime.NewId()}") })],
                cancellationToken)
            : Inner.AppendAsync(stream, expected, events, cancellationToken);
}
