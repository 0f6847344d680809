namespace Verified.Oracle.Rules.Bus;

/// <summary>Of a message that the middleware refused nothing is stored, and nobody hears of it.</summary>
/// <remarks>
/// Sound: a publication that failed for a veto certainly had no effect; so if every attempt to publish it failed, no
/// consumer can be handed it, and no event of its id can be appended while it is being refused. Source:
/// <c>EventBus!VetoStoresNothingInv</c>.
/// </remarks>
internal sealed class VetoStoresNothing(BusLog log) : BusRule(log), IMessageEndRule
{
    public override string Id => "veto-stores-nothing";

    public override string? NotApplicable => Log.Header.Sampled ? NeedsEveryLine : null;

    public void AtEnd(int slot, ref MessageRecord message)
    {
        if (!message.Has(MessageFlags.Vetoed)) return;
        Checked++;
        if (message.MayBePublished) return;
        if (StoredMeanwhile(ref message) is { } append)
        {
            Convict(
                [message.VetoInvoke, append],
                $"Message {MessageName(slot)} was refused by the middleware (index {At(message.VetoEnd)}), but meanwhile it was stored (index {At(append)}).");
        }
        else if (message.Delivered != 0 && !NoPhantomMessage.IsInStore(Log, ref message))
        {
            Convict(
                [message.VetoInvoke, message.Delivered],
                $"Message {MessageName(slot)} was refused by the middleware (index {At(message.VetoEnd)}), but it was delivered (index {At(message.Delivered)}).");
        }
    }

    /// <summary>The append of its id, if that began while it was being refused, and took effect.</summary>
    private uint? StoredMeanwhile(ref MessageRecord message)
    {
        if (Log.Store is not { RealTime: true } store) return null;
        var at = store.Events.Find(message.Id);
        if (at < 0) return null;
        ref var e = ref store.Events[at];
        return e.Exists && e.Invoke > message.VetoInvoke && e.Invoke < message.VetoEnd ? e.Invoke : null;
    }
}
