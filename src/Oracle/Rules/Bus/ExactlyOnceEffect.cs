using Verified.Oracle.History;
using Verified.Reference;

namespace Verified.Oracle.Rules.Bus;

/// <summary>However often a message is delivered to a consumer that promises it, its effect takes place once.</summary>
/// <remarks>
/// Sound: each <c>ok</c> that is no duplicate says that an effect became durable. Consumers that promise at least once
/// may do it again. A second effect after the inbox has forgotten the id is <see cref="InboxCoversRedelivery"/>'s.
/// Source: <c>Delivery!AtMostOneEffectInv</c>.
/// </remarks>
internal sealed class ExactlyOnceEffect(BusLog log) : BusRule(log), IDeliveryRule
{
    public override string Id => "exactly-once-effect";

    public override string? NotApplicable =>
        Log.Consumers.Exists(consumer => consumer.Promise != EffectPromise.AtLeastOnce)
            ? null
            : "no consumer promises an effect once (config.effect, or \"effect\" of a subscribe)";

    public void TookEffect(Operation operation, HistoryLine line, in CarriedMessage carried, ref DeliveryRecord delivery)
    {
        if (Log.Consumers[operation.Consumer].Promise == EffectPromise.AtLeastOnce) return;
        Checked++;
        if (delivery.Effect == 0 || InboxCoversRedelivery.IsForgotten(Log.Header, operation, ref delivery)) return;
        Convict(
            [delivery.Effect, operation.Invoke],
            $"Message {MessageName(carried.Slot)} had its effect at {ConsumerName(operation.Consumer)} twice: index {At(delivery.Effect)} and index {At(operation.Invoke)}.");
    }
}
