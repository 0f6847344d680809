using Verified.Oracle.History;

namespace Verified.Oracle.Rules.Bus;

/// <summary>Messages that have an order take effect in it: nothing overtakes a message that failed, or waits to be delivered again.</summary>
/// <remarks>
/// Only where the header declares that the order is that of effects. Convicts a message whose first effect began after
/// a later message's had ended: the floor is taken when the delivery is invoked, so deliveries that overlap are excused,
/// as are dead letters, which may be replayed.
/// O(1) per delivery.
/// </remarks>
internal sealed class EffectOrder(BusLog log, MemoryBudget budget) : BusRule(log), IDeliveryRule
{
    private readonly OrderedMessages _effective = new(log, budget);

    public override string Id => "effect-order";

    public override string? NotApplicable =>
        Log.Header.OrderScope == OrderScope.None || Log.Header.OrderOf != OrderOf.Effects
            ? "no order of effects is declared (config.orderScope, config.orderOf)"
        : !Log.RealTime ? NeedsSharedClock
        : Log.Header.Sampled ? NeedsEveryLine
        : null;

    /// <summary>The message that comes last among those that had their effect at this consumer, or −1.</summary>
    public int Floor(int consumer, int scope) => _effective.Last(consumer, scope);

    public void TookEffect(Operation operation, HistoryLine line, in CarriedMessage carried, ref DeliveryRecord delivery)
    {
        var scope = Log.Messages[carried.Slot].Scope;
        if (scope < 0 || delivery.Effect != 0 || delivery.Replayed || delivery.MayBeDead || delivery.Dead != 0) return;
        if (carried.Floor >= 0 && carried.Floor != carried.Slot)
        {
            Checked++;
            if (Log.Precedes(carried.Slot, carried.Floor)) Convict(carried, operation);
        }

        _effective.Add(operation.Consumer, scope, carried.Slot);
    }

    private void Convict(in CarriedMessage carried, Operation operation)
    {
        var before = Log.Deliveries[Log.FindDelivery(carried.Floor, operation.Consumer)].Effect;
        Convict(
            OrderWitness.Of(Log, carried.Slot, carried.Floor, before, operation.Invoke),
            $"Message {MessageName(carried.Slot)} comes before {MessageName(carried.Floor)}, but at {ConsumerName(operation.Consumer)} it took effect after it: {MessageName(carried.Floor)} had (index {At(before)}) before {MessageName(carried.Slot)} was delivered (index {At(operation.Invoke)}).");
    }
}
