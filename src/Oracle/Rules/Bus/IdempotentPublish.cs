namespace Verified.Oracle.Rules.Bus;

/// <summary>However often a message is published, the bus stores it once.</summary>
/// <remarks>Only where the header declares it; elsewhere a retry may store a copy, and consumers take care of that.</remarks>
internal sealed class IdempotentPublish(BusLog log) : BusRule(log), IPublishRule
{
    public override string Id => "idempotent-publish";

    public override string? NotApplicable =>
        Log.Header.IdempotentPublish ? null : "the bus is not declared to store a message once (config.idempotentPublish)";

    public void Placed(int slot, int partition, long position, int occupant, uint line)
    {
        Checked++;
        ref var message = ref Log.Messages[slot];
        if (position < 0 || message.Position < 0) return;
        Convict(
            [message.PositionedBy, line],
            $"Message {MessageName(slot)} is stored twice: at position {message.Position} (index {At(message.PositionedBy)}) and at position {position} (index {At(line)}).");
    }
}
