namespace Verified.Oracle.Rules.Log;

/// <summary>An offset of a key holds one message.</summary>
/// <remarks>Sound: a log is append-only, so an acknowledged send and every poll agree on what is at an offset.</remarks>
internal sealed class OneValuePerOffset(MessageTable messages) : LogRule(messages), IMessagePlacementRule
{
    public override string Id => "one-value-per-offset";

    public void Placed(in MessagePlacement placement)
    {
        Checked++;
        if (placement.Occupant < 0) return;
        ref var other = ref Messages[placement.Occupant];
        Convict(
            [other.PlacedBy, placement.Number],
            $"Offset {placement.Offset} of key {Key(other.Key)} holds two messages: one by index {At(other.PlacedBy)}, another by index {At(placement.Number)}.");
    }
}
