using Verified.Oracle.History;

namespace Verified.Oracle.Rules.Bus;

/// <summary>Messages that have an order are first delivered in it; a redelivery may come later.</summary>
/// <remarks>
/// Sound where the header declares an order (of a topic, or a key). One message precedes another if its position in the
/// same partition is lower, or if it was acknowledged before the other was first published. A consumer is handed the
/// second first only if the bus let it overtake. O(1) per delivery.
/// </remarks>
internal sealed class FirstDeliveryOrder(BusLog log, MemoryBudget budget) : BusRule(log), IDeliveryRule
{
    private readonly OrderedMessages _delivered = new(log, budget);

    public override string Id => "first-delivery-order";

    public override string? NotApplicable =>
        Log.Header.OrderScope == OrderScope.None ? "no order is declared (config.orderScope)"
        : !Log.RealTime ? NeedsSharedClock
        : Log.Header.Sampled ? NeedsEveryLine
        : null;

    public void Delivered(Operation operation, in CarriedMessage carried, ref DeliveryRecord delivery)
    {
        var scope = Log.Messages[carried.Slot].Scope;
        if (scope < 0 || delivery.First != 0) return;
        var last = _delivered.Last(operation.Consumer, scope);
        if (last >= 0)
        {
            Checked++;
            if (Log.Precedes(carried.Slot, last)) Convict(carried.Slot, last, operation);
        }

        _delivered.Add(operation.Consumer, scope, carried.Slot);
    }

    private void Convict(int slot, int last, Operation operation)
    {
        var before = Log.Deliveries[Log.FindDelivery(last, operation.Consumer)].First;
        Convict(
            OrderWitness.Of(Log, slot, last, before, operation.Invoke),
            $"Message {MessageName(slot)} comes before {MessageName(last)}, but {ConsumerName(operation.Consumer)} was first handed {MessageName(last)} (index {At(before)}), and only then {MessageName(slot)} (index {At(operation.Invoke)}).");
    }
}

/// <summary>What proves that two messages were handled against their order.</summary>
internal static class OrderWitness
{
    /// <summary>The two deliveries, and unless these tell the positions, what does, or the two publications.</summary>
    public static uint[] Of(BusLog log, int first, int second, uint secondDelivery, uint firstDelivery)
    {
        ref var a = ref log.Messages[first];
        ref var b = ref log.Messages[second];
        return log.AreComparable(ref a, ref b)
            ? [a.PositionedBy, b.PositionedBy, secondDelivery, firstDelivery]
            : [a.Acknowledged, b.Publish, secondDelivery, firstDelivery];
    }
}
