namespace Verified.Oracle.Rules.Log;

/// <summary>An offset of a key holds one message.</summary>
/// <remarks>Sound: a log is append-only, so an acknowledged send and every poll agree on what is at an offset. Offsets begin at 0.</remarks>
internal sealed class OneValuePerOffset(MessageTable messages) : LogRule(messages), IMessagePlacementRule
{
    public override string Id => "one-value-per-offset";

    /// <summary>A message is said to be at an offset no message can have.</summary>
    public void Impossible(int slot, long offset, uint number) => Convict(
        [number],
        $"Index {At(number)} puts a message of key {Key(Messages[slot].Key)} at offset {offset}, but offsets begin at 0.");

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
