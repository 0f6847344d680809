using Verified.Oracle.Rules.Store;

namespace Verified.Oracle.Rules.Bus;

/// <summary>What is delivered was published: with this id, this content, before, and not by attempts that failed.</summary>
/// <remarks>
/// Sound: an invocation is written down before the bus is called, so a message delivered in an earlier line than its
/// first publication, or without any, came from nowhere; attempts of unknown outcome excuse. Where the history is of a
/// store too, an event that was appended counts as published. A message that was vetoed is
/// <see cref="VetoStoresNothing"/>'s. Source: <c>EventBus</c>, handlers run for stored events.
/// </remarks>
internal sealed class NoPhantomMessage(BusLog log) : BusRule(log), IMessageEndRule
{
    public override string Id => "no-phantom-message";

    public override string? NotApplicable => Log.Header.Sampled ? NeedsEveryLine : null;

    /// <summary>Whether a store that the history is of too has it, or may have it, as an event.</summary>
    public static bool IsInStore(BusLog log, ref MessageRecord message)
    {
        if (log.Store is not { } store) return false;
        var at = store.Events.Find(message.Id);
        if (at < 0) return false;
        const EventFlags may = EventFlags.Acknowledged | EventFlags.Unknown | EventFlags.Observed | EventFlags.Open;
        return (store.Events[at].Flags & may) != 0;
    }

    public void AtEnd(int slot, ref MessageRecord message)
    {
        if (message.Delivered == 0) return;
        Checked++;
        if (message.Has(MessageFlags.Altered))
        {
            Convict(
                [message.Publish, message.Delivered],
                $"Message {MessageName(slot)} was delivered with another content than it was published with.");
        }

        if (IsInStore(Log, ref message)) return;
        if (message.Publish == 0)
        {
            Convict(
                [message.Delivered],
                $"Message {MessageName(slot)} was delivered (index {At(message.Delivered)}), but nobody published it.");
        }
        else if (!message.MayBePublished && !message.Has(MessageFlags.Vetoed))
        {
            Convict(
                [message.Publish, message.Delivered],
                $"Message {MessageName(slot)} was delivered (index {At(message.Delivered)}), but publishing it had failed (index {At(message.Publish)}).");
        }
        else if (Log.RealTime && message.Has(MessageFlags.Foreseen))
        {
            Convict(
                [message.Publish, message.Delivered],
                $"Message {MessageName(slot)} was delivered (index {At(message.Delivered)}) before it was published (index {At(message.Publish)}).");
        }
    }
}
