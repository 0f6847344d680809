using Verified.Oracle.History;

namespace Verified.Oracle.Rules.Bus;

/// <summary>A publisher that waits is told one outcome for each handler that matched, none for others, and each handler's own.</summary>
/// <remarks>
/// Sound. Who matched is decided at one instant between the publication's invocation and its completion: whoever was
/// subscribed all that time did, and whoever was not at any time did not. A handler has ended before its outcome is
/// told, so a delivery that is recorded by then says how. Needs lines in the order of time. O(handlers) per publication.
/// Source: <c>EventBus!OutcomePerMatchInv</c>, <c>EventBus!IsolationInv</c>.
/// </remarks>
internal sealed class OutcomePerMatch(BusLog log) : BusRule(log), IPublishRule
{
    public override string Id => "outcome-per-match";

    public override string? NotApplicable =>
        !Log.RealTime ? NeedsSharedClock : Log.Header.Sampled ? NeedsEveryLine : null;

    public void OutcomesTold(Operation operation, HistoryLine line)
    {
        var message = operation.Messages[^1].Slot;
        for (var i = 0; i < line.ItemCount; i++)
            if (line.Items[i].List == Fields.Outcomes)
                Told(operation, message, line.Items[i], line.Number);
        var topic = Log.Messages[message].Topic;
        foreach (var subscription in Log.To(topic)) Matched(operation, message, subscription, line.Number);
        foreach (var subscription in Log.ToAll) Matched(operation, message, subscription, line.Number);
    }

    private void Told(Operation operation, int message, in ListedItem outcome, uint line)
    {
        Checked++;
        var consumer = Log.FindConsumer(outcome.Name);
        var subscribed = consumer < 0 ? 0u : MayMatch(operation, message, consumer);
        if (subscribed == 0)
        {
            Convict(
                [line],
                $"Publishing {MessageName(message)} told an outcome of {{outcomes.consumer@{line}/{outcome.Ordinal}}} (index {At(line)}), which was not subscribed.");
            return;
        }

        Log.Consumers[consumer].Stamp = line;
        var at = Log.FindDelivery(message, consumer);
        if (at < 0)
        {
            Convict(
                [subscribed, line],
                $"Publishing {MessageName(message)} told an outcome of {ConsumerName(consumer)} (index {At(line)}), which was not handed the message.");
            return;
        }

        ref var delivery = ref Log.Deliveries[at];
        if (outcome.Ok ? delivery.MaySettle != 0 : delivery.Failed != 0 || IsUnknown(ref delivery)) return;
        if (delivery is { MaySettle: 0, Failed: 0 }) return;
        Convict(
            [subscribed, delivery.First, line],
            $"Publishing {MessageName(message)} told that {ConsumerName(consumer)} {(outcome.Ok ? "succeeded" : "failed")} (index {At(line)}), but it had {(outcome.Ok ? "failed" : "succeeded")} (index {At(delivery.First)}).");
    }

    private static bool IsUnknown(ref DeliveryRecord delivery) => delivery.MayEffect != 0 && delivery.Effect == 0;

    private void Matched(Operation operation, int message, SubscriptionState subscription, uint line)
    {
        if (subscription.IsFiltered || !subscription.CertainlySince(operation.Invoke)) return;
        Checked++;
        if (Log.Consumers[subscription.Consumer].Stamp == line) return;
        Log.Consumers[subscription.Consumer].Stamp = line;
        Convict(
            [subscription.Subscribed, line],
            $"Publishing {MessageName(message)} told no outcome of {ConsumerName(subscription.Consumer)} (index {At(line)}), which was subscribed (index {At(subscription.Subscribed)}).");
    }

    /// <summary>The subscription by which a consumer may match: its invocation, or 0.</summary>
    private uint MayMatch(Operation operation, int message, int consumer)
    {
        foreach (var subscription in Log.Consumers[consumer].Subscriptions)
            if (subscription.SubscribeInvoked != 0 && !subscription.CertainlyNotSince(operation.Invoke) && IsTo(subscription, message))
                return subscription.SubscribeInvoked;
        return 0;
    }

    private bool IsTo(SubscriptionState subscription, int message) =>
        subscription.IsFiltered || Log.ToAll.Contains(subscription) || Log.To(Log.Messages[message].Topic).Contains(subscription);
}
