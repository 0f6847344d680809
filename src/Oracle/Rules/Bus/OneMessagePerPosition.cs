namespace Verified.Oracle.Rules.Bus;

/// <summary>A position of a partition holds one message, for ever.</summary>
/// <remarks>Sound: positions are given once, so two messages that are said to be at one cannot both be there. None is below 0.</remarks>
internal sealed class OneMessagePerPosition(BusLog log) : BusRule(log), IPublishRule
{
    public override string Id => "one-message-per-position";

    public void Placed(int slot, int partition, long position, int occupant, uint line)
    {
        Checked++;
        if (position < 0)
        {
            Convict([line], $"Message {MessageName(slot)} is said to be at position {position} (index {At(line)}), but there is none below 0.");
        }
        else if (occupant >= 0)
        {
            Convict(
                [Log.Messages[occupant].PositionedBy, line],
                $"Two messages are at position {position} of one partition: {MessageName(occupant)} (index {At(Log.Messages[occupant].PositionedBy)}) and {MessageName(slot)} (index {At(line)}).");
        }
    }
}
