using Verified.Oracle.History;

namespace Verified.Oracle.Rules.Store;

/// <summary>A subscription that starts again behind position p had dealt with everything it was handed at or below p.</summary>
/// <remarks>
/// The failure: a checkpoint is saved ahead of processing, the subscriber dies, and starts again from that checkpoint. The event it
/// was at is never handed to it again. A delivery is completed when the subscriber has dealt with its events (done,
/// or given up for good), and before the checkpoint that covers them is acknowledged: that is what the format demands
/// of a recorder, also of one whose effect and checkpoint are committed together. An event is lost to a subscription if
/// <list type="number">
/// <item>no delivery of it, ever, completed <c>ok</c>; and</item>
/// <item>the subscription started again, after its last delivery, at its position or above, so that it will not come again; and</item>
/// <item>either a checkpoint at or above it was acknowledged while that delivery was open, and before the subscription
/// started again: it had been saved ahead of processing, and was used; or every delivery of it ended with <c>fail</c>:
/// it certainly was not dealt with.</item>
/// </list>
/// Sound for at-least-once: a correct subscriber saves only what it has dealt with, so condition 3 never holds of
/// it. Legal, and acquitted: a checkpoint ahead that nobody starts from; a start below, after which the event comes
/// again, however often; a delivery of unknown outcome (<c>info</c>, or a crash) before the checkpoint is
/// acknowledged, as it may have been dealt with; a checkpoint of unknown outcome, as it may have been committed together with the effect;
/// a delivery that another incarnation left open. An event that was not delivered at all is
/// <see cref="CheckpointWithoutGap"/>'s. O(log n) per delivery; about 100 bytes per event and subscription.
/// </remarks>
internal sealed class CheckpointBehindProcessing(StoreLog log, MemoryBudget budget)
    : StoreRule(log), ISubscriptionRule, IEndRule
{
    private readonly Dictionary<Hash128, Incarnations> _subscriptions = [];
    private bool _restarted;

    public override string Id => "checkpoint-behind-processing";

    public override string? NotApplicable =>
        !Log.RealTime ? NeedsSharedClock
        : Log.Header.Sampled ? "the history is sampled: a delivery may be missing"
        : !_restarted ? "no subscription was recorded to start again"
        : null;

    public void DeliveryInvoked(Operation operation, uint line)
    {
        var subscription = Of(operation.Subscription);
        budget.Take(100L * operation.SlotCount);
        for (var i = 0; i < operation.SlotCount; i++) subscription.Deliver(operation.Slots[i], PositionOf(operation, i), line);
    }

    public void DeliveryEnded(Operation operation, LineType outcome, uint line)
    {
        var subscription = Of(operation.Subscription);
        for (var i = 0; i < operation.SlotCount; i++) subscription.End(operation.Slots[i], operation.Invoke, outcome, line);
    }

    public void CheckpointInvoked(Operation operation, uint line)
    {
        if (!operation.Starts) return;
        var subscription = Of(operation.Subscription);
        budget.Take(16);
        subscription.Start(operation.Position, line);
        _restarted |= subscription.HasDeliveries;
    }

    public void CheckpointSaved(Operation operation, uint line)
    {
        if (!operation.Starts) Of(operation.Subscription).Save(operation.Position, line);
    }

    public void AtEnd()
    {
        foreach (var subscription in _subscriptions.Values) Judge(subscription);
    }

    private void Judge(Incarnations subscription)
    {
        subscription.Prepare();
        var lost = subscription.FirstLost(slot => !Log.IsHidden(Log.Events[slot].Stream), out var judged);
        Checked += judged;
        if (lost >= 0) Convict(subscription, lost);
    }

    private void Convict(Incarnations subscription, int slot)
    {
        var handed = subscription.Pending[slot];
        var start = subscription.FirstStartAbove(handed);
        var what = handed.Ahead != 0
            ? $"a checkpoint past it was saved (index {At(handed.Ahead)}) while the subscriber was still at it"
            : "the subscriber failed to deal with it";
        Convict(
            [handed.Invoke, handed.Ahead, start],
            $"Event {EventName(slot)} of stream {StreamOf(slot)}, at position {handed.Position}, was delivered (index {At(handed.Invoke)}) but never dealt with: {what}, and the subscription started again behind it (index {At(start)}): the event is lost to it.");
    }

    private long PositionOf(Operation operation, int i) => Log.Events[operation.Slots[i]].Position;

    private Incarnations Of(Hash128 name)
    {
        if (_subscriptions.TryGetValue(name, out var known)) return known;
        budget.Take(300);
        return _subscriptions[name] = new Incarnations();
    }
}
