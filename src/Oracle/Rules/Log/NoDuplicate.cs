namespace Verified.Oracle.Rules.Log;

/// <summary>A message that was sent once is at one offset.</summary>
/// <remarks>Sound for messages sent by one operation, once; a message that the workload itself sends twice is not judged.</remarks>
internal sealed class NoDuplicate(MessageTable messages) : LogRule(messages), IMessagePlacementRule
{
    public override string Id => "no-duplicate";

    public void Placed(in MessagePlacement placement)
    {
        Checked++;
        ref var message = ref Messages[placement.Slot];
        if (!placement.Moved || message.Has(MessageFlags.Again)) return;
        Convict(
            [message.PlacedBy, placement.Number],
            $"One message of key {Key(message.Key)} is at two offsets: {message.Offset} by index {At(message.PlacedBy)}, {placement.Offset} by index {At(placement.Number)}.");
    }
}
