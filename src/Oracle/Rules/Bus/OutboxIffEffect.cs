using Verified.Oracle.Rules.Store;

namespace Verified.Oracle.Rules.Bus;

/// <summary>Others hear of a state change if and only if it took place, under the ids it committed to.</summary>
/// <remarks>
/// Sound. A state change and the record of what it publishes are one transaction. So (1) where everything was drained,
/// each message that a state change committed to has been published, or may have been; (2) no message is heard of whose state
/// changes all certainly had no effect, or which names a cause that never took effect: an append of unknown outcome
/// whose event a later, complete read does not show had not taken effect when the message was published;
/// (3) what names a cause that listed its messages is among them: another id is a second message of the same change,
/// which nobody can recognise. The same id twice is legal. Source: <c>Delivery!OutboxIffEffectInv</c>.
/// </remarks>
internal sealed class OutboxIffEffect(BusLog log) : BusRule(log), IMessageEndRule
{
    private const MessageFlags AnyOwner = MessageFlags.Owed | MessageFlags.MaybeOwed | MessageFlags.NotOwed;

    public override string Id => "outbox-iff-effect";

    public override string? NotApplicable => Log.Header.Sampled ? NeedsEveryLine : null;

    public void AtEnd(int slot, ref MessageRecord message)
    {
        var heard = message.Has(MessageFlags.Acknowledged) || message.Delivered != 0;
        if ((message.Flags & AnyOwner) != 0) JudgeOwned(slot, ref message, heard);
        if (heard && message.Cause >= 0) JudgeCaused(slot, ref message);
    }

    private void JudgeOwned(int slot, ref MessageRecord message, bool heard)
    {
        if (message.Has(MessageFlags.Owed))
        {
            if (!Log.Header.Drained) return;
            Checked++;
            if (heard || message.MayBePublished) return;
            Convict(
                [message.OwedBy],
                $"A state change committed to publish message {MessageName(slot)} (index {At(message.OwedBy)}), but nobody ever published it.");
        }
        else if (heard)
        {
            Checked++;
            var publish = message.Publish != 0 ? message.Publish : message.Delivered;
            if (message.Has(MessageFlags.MaybeOwed))
            {
                if (NotSeenBy(ref message) is { } read) ConvictUnseen(slot, ref message, publish, read);
                return;
            }

            Convict(
                [message.OwedBy, publish],
                $"Message {MessageName(slot)} was published (index {At(publish)}), but the state change that it announces had failed (index {At(message.OwedBy)}).");
        }
    }

    private void ConvictUnseen(int slot, ref MessageRecord message, uint publish, uint read) => Convict(
        [message.OwedBy, message.Acknowledged, read],
        $"Message {MessageName(slot)} was published (index {At(publish)}), but a later read (index {At(read)}) does not show the event that it announces (index {At(message.OwedBy)}).");

    /// <summary>The read, after it was published, that would show the append it announces, and does not.</summary>
    private uint? NotSeenBy(ref MessageRecord message)
    {
        if (Log.Store is not { RealTime: true } store || message.OwedByEvent < 0 || message.Acknowledged == 0) return null;
        ref var e = ref store.Events[message.OwedByEvent];
        if (e.Has(EventFlags.Observed) || e.Has(EventFlags.Acknowledged) || store.IsHidden(e.Stream)) return null;
        var covered = store.Covered(ref e);
        return covered > message.Acknowledged ? covered : null;
    }

    private void JudgeCaused(int slot, ref MessageRecord message)
    {
        ref var cause = ref Log.Messages[message.Cause];
        if (Log.Store is null && cause.Publish == 0 && cause.Delivered == 0) return;
        Checked++;
        if (!MayHaveEffect(ref cause))
        {
            var announced = Log.Store is not null ? 0 : cause.Publish != 0 ? cause.Publish : cause.Delivered;
            Convict(
                [announced, message.CausedBy],
                $"Message {MessageName(slot)} was published (index {At(message.CausedBy)}), but what it announces, {MessageName(message.Cause)}, never took effect.");
        }
        else if (cause.Has(MessageFlags.ListsOutbox) && !cause.Has(MessageFlags.ListsNoOutbox) && (message.Flags & AnyOwner) == 0)
        {
            Convict(
                [cause.OutboxBy, message.CausedBy],
                $"Message {MessageName(slot)} was published (index {At(message.CausedBy)}) for {MessageName(message.Cause)}, which committed to other messages (index {At(cause.OutboxBy)}): it is one too many.");
        }
    }

    private bool MayHaveEffect(ref MessageRecord cause)
    {
        if (NoPhantomMessage.IsInStore(Log, ref cause)) return true;
        for (var at = cause.Deliveries; at >= 0; at = Log.Deliveries[at].Next)
            if (Log.Deliveries[at].MayEffect != 0)
                return true;
        return false;
    }
}
