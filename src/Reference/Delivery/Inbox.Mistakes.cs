using System.Diagnostics;

namespace Verified.Reference;

/// <content>What the one transaction is for: the mistakes of <c>Delivery!Variants</c>, which tests must find.</content>
public sealed partial class Inbox
{
    internal DeliveryVariant Variant { get; init; } = DeliveryVariant.Correct;

    private ValueTask<InboxResult> MistakeAsync(
        EventId message, Reaction.Append reaction, CancellationToken cancellationToken) => Variant switch
        {
            DeliveryVariant.CheckThenAct => CheckThenActAsync(message, reaction, cancellationToken),
            DeliveryVariant.ClaimFirst => ClaimFirstAsync(message, reaction, cancellationToken),
            DeliveryVariant.DualWrite => DualWriteAsync(message, reaction, cancellationToken),
            _ => throw new NotSupportedException($"Ids of this inbox do not expire, so it cannot make the mistake {Variant}."),
        };

    /// <summary>Looks, acts, and marks: a second worker fits between, or a crash.</summary>
    private async ValueTask<InboxResult> CheckThenActAsync(
        EventId message, Reaction.Append reaction, CancellationToken cancellationToken)
    {
        if (await ContainsAsync(message, cancellationToken))
            return new InboxResult.HandledBefore();
        var acted = await ForceAsync(reaction.Stream, [.. reaction.Effects, .. reaction.Outgoing], cancellationToken);
        await ForceAsync(reaction.Stream, [Mark(message)], cancellationToken);
        return acted;
    }

    /// <summary>Marks, then acts: after a crash between, the message is taken for handled.</summary>
    private async ValueTask<InboxResult> ClaimFirstAsync(
        EventId message, Reaction.Append reaction, CancellationToken cancellationToken)
    {
        var claim = await store.AppendAsync(
            reaction.Stream, new ExpectedVersion.Any(), [Mark(message)], cancellationToken);
        return claim is AppendResult.Appended
            ? await ForceAsync(reaction.Stream, [.. reaction.Effects, .. reaction.Outgoing], cancellationToken)
            : new InboxResult.HandledBefore();
    }

    /// <summary>Says to others what happened after it happened, in a step of its own.</summary>
    private async ValueTask<InboxResult> DualWriteAsync(
        EventId message, Reaction.Append reaction, CancellationToken cancellationToken)
    {
        var result = await TransactAsync(message, reaction with { Outgoing = [] }, cancellationToken);
        return result is InboxResult.Written && reaction.Outgoing.Count > 0
            ? await ForceAsync(reaction.Stream, reaction.Outgoing, cancellationToken)
            : result;
    }

    private async ValueTask<InboxResult> ForceAsync(
        StreamId stream, EquatableArray<EventData> events, CancellationToken cancellationToken) =>
        await store.AppendAsync(stream, new ExpectedVersion.Any(), events, cancellationToken) switch
        {
            AppendResult.Appended(_, _, var position) => new InboxResult.Written(position),
            AppendResult.Idempotent or AppendResult.DuplicateEventId => new InboxResult.HandledBefore(),
            _ => throw new UnreachableException(),
        };

    private EventData Mark(EventId message) => new(MarkOf(consumer, message), MarkType, default, default);
}
