namespace Verified.Oracle.Rules.Log;

/// <summary>The messages one producer sends to a key, one after the other, get increasing offsets.</summary>
/// <remarks>Sound for acknowledged sends of one process: the second was invoked after the first was acknowledged.</remarks>
internal sealed class SendOrder(MessageTable messages, MemoryBudget budget) : LogRule(messages), ISendRule
{
    private readonly Dictionary<long, Dictionary<int, (long Offset, uint Number)>> _last = [];

    public override string Id => "send-order";

    public void Sent(long process, int slot, long offset, uint number)
    {
        if (!_last.TryGetValue(process, out var keys))
        {
            budget.Take(200);
            _last[process] = keys = [];
        }

        var key = Messages[slot].Key;
        Checked++;
        if (keys.TryGetValue(key, out var before) && offset <= before.Offset)
        {
            Convict(
                [before.Number, number],
                $"Process {process} sent to key {Key(key)} at offset {before.Offset} (index {At(before.Number)}), and then at offset {offset} (index {At(number)}): its messages are out of order.");
        }

        keys[key] = (offset, number);
    }

    public void ProducerGone(long process) => _last.Remove(process);
}
