using Verified.Oracle.History;
using Verified.Reference;

namespace Verified.Oracle.Rules.Bus;

/// <summary>An inbox keeps an id as long as its message can be delivered again.</summary>
/// <remarks>
/// Sound where the header declares how long ids are kept, and consumers promise an effect once: a message that had its
/// effect, was delivered again later than that (by the lines' times, and the clocks' error), and had it again. A late
/// delivery that is recognised all the same, or that comes to a consumer at least once, is legal.
/// Source: <c>Delivery!InboxCoversRedeliveryInv</c>.
/// </remarks>
internal sealed class InboxCoversRedelivery(BusLog log) : BusRule(log), IDeliveryRule
{
    public override string Id => "inbox-covers-redelivery";

    public override string? NotApplicable =>
        Log.Header.DedupeWindowMs == 0 ? "ids are not declared to be forgotten (config.dedupeWindowMs)" : null;

    /// <summary>Whether the inbox had forgotten the effect when this delivery began.</summary>
    public static bool IsForgotten(HistoryHeader header, Operation operation, ref DeliveryRecord delivery)
    {
        if (header.DedupeWindowMs == 0 || header.Clock == HistoryClock.None || !operation.HasTime || !delivery.HasEffectTime) return false;
        var waited = (Int128)operation.Time - delivery.EffectTime;
        return waited > (Int128)header.DedupeWindowMs * 1_000_000 + Math.Max(0, header.ClockErrorNs);
    }

    public void TookEffect(Operation operation, HistoryLine line, in CarriedMessage carried, ref DeliveryRecord delivery)
    {
        if (Log.Consumers[operation.Consumer].Promise == EffectPromise.AtLeastOnce) return;
        Checked++;
        if (delivery.Effect == 0 || !IsForgotten(Log.Header, operation, ref delivery)) return;
        var waited = ((Int128)operation.Time - delivery.EffectTime) / 1_000_000;
        Convict(
            [delivery.Effect, operation.Invoke],
            $"Message {MessageName(carried.Slot)} had its effect at {ConsumerName(operation.Consumer)} (index {At(delivery.Effect)}), was delivered again {waited} ms later (index {At(operation.Invoke)}), when the inbox had forgotten it (after {Log.Header.DedupeWindowMs} ms), and had its effect again.");
    }
}
