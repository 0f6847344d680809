namespace Verified.Oracle.Rules.Bus;

/// <summary>A consumer's message is acknowledged or a dead letter, never both.</summary>
/// <remarks>
/// Sound: the broker takes a message from its queue once, either way; a late acknowledgement of a dead letter is
/// ignored, and recorded as <c>fail</c>. A replay begins anew, and a message that was published more than once may have
/// copies. Source: <c>Delivery</c>, a message has one place.
/// </remarks>
internal sealed class DeadOrAcknowledged(BusLog log) : BusRule(log), IDeliveryEndRule
{
    public override string Id => "dead-or-acknowledged";

    public override string? NotApplicable =>
        !Log.RealTime ? NeedsSharedClock : Log.Header.Sampled ? NeedsEveryLine : null;

    public void AtEnd(ref DeliveryRecord delivery)
    {
        if (delivery is { Acknowledged: 0, Dead: 0 } || Log.Messages[delivery.Message].Has(MessageFlags.Again)) return;
        Checked++;
        if (delivery.Acknowledged == 0 || delivery.Dead == 0) return;
        Convict(
            [delivery.Acknowledged, delivery.Dead],
            $"Message {MessageName(delivery.Message)} is both acknowledged by {ConsumerName(delivery.Consumer)} (index {At(delivery.Acknowledged)}) and a dead letter of it (index {At(delivery.Dead)}).");
    }
}
