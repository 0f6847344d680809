using Verified.Oracle.History;

namespace Verified.Oracle.Rules.Store;

/// <summary>
/// A subscription that says it is done up to position p was handed everything at or below p; and nothing turns up
/// there later.
/// </summary>
/// <remarks>
/// Sound: a subscription hands out every event above its start in position order, so when the subscriber asks to save
/// p, every event that exists, or will ever exist, in between has been delivered to it. An event whose position is
/// proven, by whatever line, and which had not been delivered when the checkpoint was invoked, is the gap of a
/// position reserved early and committed late. A subscription starts at its first checkpoint if that comes before any
/// delivery, else at the beginning of the log. O(n log n) in deliveries and events, at the end; 16 bytes per delivery.
/// </remarks>
internal sealed class CheckpointWithoutGap(StoreLog log, MemoryBudget budget) : StoreRule(log), ISubscriptionRule, IEndRule
{
    private readonly Dictionary<Hash128, DeliveredPositions> _subscriptions = [];

    public override string Id => "checkpoint-without-gap";

    public override string? NotApplicable =>
        !Log.RealTime ? NeedsSharedClock : Checked == 0 ? "no subscription was recorded with a checkpoint" : null;

    public void DeliveryInvoked(Operation operation, uint line)
    {
        var subscription = Of(operation.Subscription, line);
        budget.Take(16L * operation.SlotCount);
        for (var i = 0; i < operation.SlotCount; i++)
            subscription.Deliveries.Add((Log.Events[operation.Slots[i]].Position, line));
    }

    public void CheckpointInvoked(Operation operation, uint line)
    {
        var subscription = Of(operation.Subscription, line);
        budget.Take(16);
        if (subscription.First == line) subscription.Start = operation.Position;
        else
        {
            Checked++;
            subscription.Checkpoints.Add((operation.Position, line));
        }
    }

    public void AtEnd()
    {
        foreach (var subscription in _subscriptions.Values)
        {
            subscription.Prepare();
            Judge(subscription);
        }
    }

    private void Judge(DeliveredPositions subscription)
    {
        var missed = -1;
        for (var slot = 0; slot < Log.Events.Count; slot++)
        {
            ref var e = ref Log.Events[slot];
            if (e.Position <= subscription.Start || Log.IsHidden(e.Stream)) continue;
            var checkpoint = subscription.FirstCheckpointAt(e.Position);
            if (checkpoint == 0 || subscription.FirstDeliveryOf(e.Position) < checkpoint) continue;
            if (missed < 0 || e.Position < Log.Events[missed].Position) missed = slot;
        }

        if (missed < 0) return;
        ref var gap = ref Log.Events[missed];
        var line = subscription.FirstCheckpointAt(gap.Position);
        Convict(
            [subscription.First, line, gap.PositionedBy],
            $"The checkpoint of index {At(line)} is past position {gap.Position}, where event {EventName(missed)} of stream {StreamOf(missed)} lies; the subscription had not been handed it, and may never be.");
    }

    private DeliveredPositions Of(Hash128 name, uint line)
    {
        if (_subscriptions.TryGetValue(name, out var known)) return known;
        budget.Take(200);
        return _subscriptions[name] = new DeliveredPositions(line);
    }
}
