using Verified.Reference;

namespace Verified.Oracle.Rules.Bus;

/// <summary>What a consumer acknowledges has had its effect there.</summary>
/// <remarks>
/// Sound: the acknowledgement comes after the transaction, so some delivery that began before it took effect, or was
/// recognised; unknown outcomes excuse. Not judged: consumers that promise at most once, or take some messages only, and
/// what is a dead letter (<see cref="DeadOrAcknowledged"/>). Source: <c>Delivery!AckImpliesEffectInv</c>.
/// </remarks>
internal sealed class AckImpliesEffect(BusLog log) : BusRule(log), IDeliveryEndRule
{
    public override string Id => "ack-implies-effect";

    public override string? NotApplicable => Log.Header.Sampled ? NeedsEveryLine : null;

    public void AtEnd(ref DeliveryRecord delivery)
    {
        var consumer = Log.Consumers[delivery.Consumer];
        if (delivery.Acknowledged == 0 || consumer.IsFiltered || consumer.Promise == EffectPromise.AtMostOnce) return;
        if (delivery.Dead != 0 || delivery.MayBeDead) return;
        Checked++;
        if (delivery.MaySettle != 0 && (!Log.RealTime || delivery.MaySettle < delivery.Acknowledged)) return;
        var what = delivery.MaySettle != 0 ? "before its effect began" : delivery.Failed != 0 ? "though handling it had failed" : "though it was never handled";
        Convict(
            [delivery.Acknowledged],
            $"Message {MessageName(delivery.Message)} was acknowledged by {ConsumerName(delivery.Consumer)} (index {At(delivery.Acknowledged)}) {what}: the broker forgets it.");
    }
}
