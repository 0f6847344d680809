namespace Verified.Oracle.Rules.Log;

/// <summary>A message is said to be at an offset; the table does not hold that yet, or holds another.</summary>
/// <param name="Slot">The message.</param>
/// <param name="Offset">The offset.</param>
/// <param name="Number">The operation that says so.</param>
/// <param name="Occupant">Another message that is known at this offset, or −1.</param>
/// <param name="Moved">The message is known at another offset.</param>
internal readonly record struct MessagePlacement(int Slot, long Offset, uint Number, int Occupant, bool Moved);

/// <summary>A property of partitioned logs: keys, offsets, sends, polls.</summary>
/// <remarks>Source: the <c>kafka</c> workload of Jepsen (jepsen.tests.kafka) and Maelstrom, whose anomalies these are.</remarks>
internal abstract class LogRule(MessageTable messages) : Rule
{
    protected MessageTable Messages { get; } = messages;

    protected string Key(int key) => Escape(Messages.Key(key).Name);

    /// <summary>A key's name holds no reference.</summary>
    private static string Escape(string name) => name.Replace('{', '(').Replace('}', ')');
}

/// <summary>Hears of every message that is said to be at an offset for the first time, or at another one.</summary>
internal interface IMessagePlacementRule
{
    void Placed(in MessagePlacement placement);
}

/// <summary>Hears, in order, of what a consumer's polls show of one key.</summary>
internal interface IPollRule
{
    /// <param name="step">The message before, and this one.</param>
    void Polled(in PollStep step);
}

/// <summary>Two messages of a key that one consumer was shown one after the other.</summary>
/// <param name="Key">The key.</param>
/// <param name="From">The offset before, or −1 for the beginning of the log.</param>
/// <param name="To">The offset shown next.</param>
/// <param name="Before">The operation that showed (or sought) <paramref name="From"/>.</param>
/// <param name="Number">The operation that shows <paramref name="To"/>.</param>
/// <param name="MayHaveAdvanced">A poll between them failed, and may have been shown something.</param>
internal readonly record struct PollStep(int Key, long From, long To, uint Before, uint Number, bool MayHaveAdvanced);

/// <summary>Hears of every message whose send was acknowledged at an offset.</summary>
internal interface ISendRule
{
    void Sent(long process, int slot, long offset, uint number);

    void ProducerGone(long process);
}

/// <summary>Concludes after the last operation.</summary>
internal interface ILogEndRule
{
    /// <param name="unknownPolls">How many polls there are whose result nobody knows.</param>
    void AtEnd(long unknownPolls);
}
