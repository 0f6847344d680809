namespace Verified.Oracle.Rules.Bus;

/// <summary>What is dropped as a duplicate was done before: the first try of a retry that is dropped had its effect.</summary>
/// <remarks>
/// Sound: an inbox marks an id in the transaction of its effect, so a delivery is recognised only if another one that
/// began before its answer took effect; unknown outcomes excuse. The same holds of a publication. The failure:
/// the id is marked first, the first try fails, and the retry is dropped. Source: <c>Delivery!Handle</c>; <c>ClaimFirst</c>
/// is the mistake.
/// </remarks>
internal sealed class DuplicateImpliesEffect(BusLog log) : BusRule(log), IDeliveryEndRule, IMessageEndRule
{
    public override string Id => "duplicate-implies-effect";

    public override string? NotApplicable => Log.Header.Sampled ? NeedsEveryLine : null;

    public void AtEnd(ref DeliveryRecord delivery)
    {
        if (delivery.Duplicate == 0) return;
        Checked++;
        if (!IsUnfounded(delivery.MayEffect, delivery.Duplicate)) return;
        var tries = delivery.Failed == 0 ? "no delivery of it had taken effect" : "its first try had failed";
        Convict(
            [delivery.Duplicate],
            $"Message {MessageName(delivery.Message)} was dropped as a duplicate by {ConsumerName(delivery.Consumer)} (index {At(delivery.Duplicate)}), but {tries}: it is lost to it.");
    }

    public void AtEnd(int slot, ref MessageRecord message)
    {
        if (message.Duplicate == 0) return;
        Checked++;
        if (!IsUnfounded(message.MayStore, message.Duplicate)) return;
        Convict(
            [message.Duplicate],
            $"Publishing {MessageName(slot)} was taken for a duplicate (index {At(message.Duplicate)}), but no attempt before had stored it: it is lost.");
    }

    private bool IsUnfounded(uint founded, uint duplicate) => founded == 0 || (Log.RealTime && founded > duplicate);
}
