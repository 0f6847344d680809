using Verified.Reference;

namespace Verified.Oracle.Rules.Bus;

/// <summary>In the end every message has had its effect at each consumer that was due to get it, or is a dead letter.</summary>
/// <remarks>
/// Sound where the header claims that everything was drained. Due is whoever was subscribed before the message was
/// first published, and is so to the end; not a consumer that takes some messages only, nor where the publisher was told
/// how its handlers ended: then that is what became of it. An unknown delivery or dead-lettering excuses.
/// O(messages × their consumers). Source: <c>Delivery</c>, settled: acked or dead.
/// </remarks>
internal sealed class MessageSettled(BusLog log) : BusRule(log), IMessageEndRule
{
    public override string Id => "message-settled";

    public override string? NotApplicable =>
        !Log.RealTime ? NeedsSharedClock
        : Log.Header.Sampled ? NeedsEveryLine
        : !Log.Header.Drained ? "the history does not claim that everything was drained (complete.drained)"
        : null;

    public void AtEnd(int slot, ref MessageRecord message)
    {
        if (!message.Has(MessageFlags.Acknowledged) || message.Has(MessageFlags.HasOutcomes)) return;
        foreach (var subscription in Log.To(message.Topic)) Judge(slot, ref message, subscription);
        foreach (var subscription in Log.ToAll) Judge(slot, ref message, subscription);
    }

    private void Judge(int slot, ref MessageRecord message, SubscriptionState subscription)
    {
        if (subscription.IsFiltered || !subscription.CertainlySince(message.Publish)) return;
        Checked++;
        var at = Log.FindDelivery(slot, subscription.Consumer);
        if (at >= 0 && IsSettled(ref Log.Deliveries[at], Log.Consumers[subscription.Consumer].Promise)) return;
        var what = at < 0 || Log.Deliveries[at].First == 0 ? "was never handed it" : "never dealt with it";
        Convict(
            [subscription.Subscribed, message.Acknowledged],
            $"Message {MessageName(slot)} was published (index {At(message.Acknowledged)}), and {ConsumerName(subscription.Consumer)}, which was subscribed, {what}; nor is it a dead letter.");
    }

    private static bool IsSettled(ref DeliveryRecord delivery, EffectPromise promise) =>
        delivery.MaySettle != 0 || delivery.Dead != 0 || delivery.MayBeDead
        || (promise == EffectPromise.AtMostOnce && delivery.First != 0);
}
