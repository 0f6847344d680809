using System.Diagnostics;

namespace Verified.Reference;

/// <summary>The messages that a consumer handled: what makes the effect of a message happen exactly once.</summary>
/// <remarks>
/// A handled message is a mark in the log, an event whose id is derived from consumer and message. The store keeps
/// ids unique for ever, and the mark is in the same append as the effect, so a second handling cannot have one: the
/// store refuses it whole. Thread-safe, without state of its own. Source: <c>Delivery!Handle</c>, VARIABLE
/// <c>inbox</c>.
/// </remarks>
/// <param name="store">Holds the marks, and the effects.</param>
/// <param name="consumer">Whose inbox it is.</param>
public sealed partial class Inbox(IEventStore store, ConsumerId consumer)
{
    /// <summary>The type of a mark.</summary>
    public const string MarkType = "$handled";

    /// <summary>The id that a message can have one mark by.</summary>
    public static EventId MarkOf(ConsumerId consumer, EventId message) =>
        new($"$handled/{consumer.Value}/{message.Value}");

    /// <summary>Which message a mark is of, and at which consumer; null where it is no mark.</summary>
    public static (string Consumer, string Message)? ReadMark(EventId mark) =>
        mark.Value.Split('/', 3) is ["$handled", var consumer, var message] ? (consumer, message) : null;

    /// <summary>The message had its effect.</summary>
    /// <remarks>To find out early and save the work; that there is no second effect does not rest on it.</remarks>
    public async ValueTask<bool> ContainsAsync(EventId message, CancellationToken cancellationToken) =>
        await store.FindAsync(MarkOf(consumer, message), cancellationToken) is not null;

    /// <summary>The one transaction: mark, effects, outgoing messages, or nothing of it.</summary>
    public ValueTask<InboxResult> WriteAsync(
        EventId message, Reaction.Append reaction, CancellationToken cancellationToken) =>
        Variant == DeliveryVariant.Correct
            ? TransactAsync(message, reaction, cancellationToken)
            : MistakeAsync(message, reaction, cancellationToken);

    private async ValueTask<InboxResult> TransactAsync(
        EventId message, Reaction.Append reaction, CancellationToken cancellationToken)
    {
        var mark = MarkOf(consumer, message);
        EventData[] batch = [Mark(message), .. reaction.Effects, .. reaction.Outgoing];
        return await store.AppendAsync(reaction.Stream, reaction.Expected, batch, cancellationToken) switch
        {
            AppendResult.Appended(_, _, var position) => new InboxResult.Written(position),
            AppendResult.Idempotent => new InboxResult.HandledBefore(), // OutboxIffEffectInv: all of it stands
            AppendResult.DuplicateEventId(var id) when id == mark => new InboxResult.HandledBefore(), // AtMostOneEffectInv
            AppendResult.WrongExpectedVersion => new InboxResult.Stale(),
            AppendResult.DuplicateEventId(var id) =>
                new InboxResult.Refused($"the id '{id}' of an effect is taken by another event"),
            AppendResult.StreamDeleted => new InboxResult.Refused($"the stream '{reaction.Stream}' is deleted"),
            _ => throw new UnreachableException(),
        };
    }
}

/// <summary>What became of the transaction of a message.</summary>
public abstract record InboxResult
{
    private InboxResult()
    {
    }

    /// <summary>Effect, mark and outgoing messages are durable; the last of them is at this position.</summary>
    public sealed record Written(long LastPosition) : InboxResult;

    /// <summary>The message had its effect earlier; nothing was written.</summary>
    public sealed record HandledBefore : InboxResult;

    /// <summary>The stream is not where the handler saw it: it has to look again. Nothing was written.</summary>
    public sealed record Stale : InboxResult;

    /// <summary>The store will never take this; nothing was written.</summary>
    public sealed record Refused(string Reason) : InboxResult;
}
