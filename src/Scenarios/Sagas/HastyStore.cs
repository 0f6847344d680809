using Verified.Reference;

namespace Verified.Scenarios;

/// <summary>The mistake "HandleBeforeDurable": of what a coordinator appends, the mark of the answer and the next command
/// go out first, and the record of the answer later, in an append of its own.</summary>
internal sealed class HastyStore(IEventStore inner, SagaDefinition definition) : ForwardingEventStore(inner)
{
    public override async ValueTask<AppendResult> AppendAsync(
        StreamId stream, ExpectedVersion expected, IReadOnlyList<EventData> events, CancellationToken cancellationToken = default)
    {
        var records = events.Where(IsRecord).ToList();
        var hasty = events.Where(e => !IsRecord(e)).ToList();
        if (!stream.Value.StartsWith($"{definition.Name}-", StringComparison.Ordinal) || records.Count == 0 || hasty.Count == 0)
            return await Inner.AppendAsync(stream, expected, events, cancellationToken);
        var sent = await Inner.AppendAsync(stream, expected, hasty, cancellationToken);
        return sent is AppendResult.Appended
            ? await Inner.AppendAsync(stream, new ExpectedVersion.Any(), records, cancellationToken)
            : sent;
    }

    private static bool IsRecord(EventData sent) => SagaEnvelope.Read(sent) is { Message: SagaEvent };
}
