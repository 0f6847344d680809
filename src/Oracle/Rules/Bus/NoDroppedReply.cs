using Verified.Oracle.History;

namespace Verified.Oracle.Rules.Bus;

/// <summary>A reply that a saga's coordinator dealt with, and acknowledged, is in a state of the saga that was saved.</summary>
/// <remarks>
/// Sound: the coordinator saves its state before it acknowledges the reply, so the save is written down; one of unknown
/// outcome excuses. The failure: it acts on the reply from memory, acknowledges it, dies, and the reply is gone from the
/// broker and from the saga. A reply that comes too late to mean anything is recognised as a <c>duplicate</c>. Needs the
/// lines of the sagas. Source: <c>SagaOrchestration!HandleAnswer</c>; <c>HandleBeforeDurable</c> is the mistake.
/// </remarks>
internal sealed class NoDroppedReply(BusLog log) : BusRule(log), IDeliveryEndRule
{
    public override string Id => "no-dropped-reply";

    public override string? NotApplicable =>
        (Log.Header.Spec & HistorySpec.Saga) == 0 ? "the history is not of sagas"
        : Log.Header.Sampled ? NeedsEveryLine
        : null;

    public void AtEnd(ref DeliveryRecord delivery)
    {
        if (delivery.Handled == 0 || delivery.Acknowledged == 0) return;
        Checked++;
        if (Log.Messages[delivery.Message].Has(MessageFlags.Saved)) return;
        Convict(
            [delivery.Handled, delivery.Acknowledged],
            $"Reply {MessageName(delivery.Message)} to saga {{saga@{delivery.Handled}}} was handled (index {At(delivery.Handled)}) and acknowledged (index {At(delivery.Acknowledged)}), but no saved state of the saga holds it: it is dropped.");
    }
}
