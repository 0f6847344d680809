namespace Verified.Oracle.Rules.Log;

/// <summary>A consumer is shown a key's messages in the order of their offsets, none twice.</summary>
/// <remarks>
/// Sound within one poll, and from poll to poll of one consumer as long as it was not given another assignment
/// between them: its position only moves forward. After <c>subscribe</c> partitions come and go by themselves, so
/// only single polls are judged.
/// </remarks>
internal sealed class PollOrder(MessageTable messages) : LogRule(messages), IPollRule
{
    public override string Id => "poll-order";

    public void Polled(in PollStep step)
    {
        Checked++;
        if (step.To > step.From) return;
        var where = step.Before == step.Number ? "the same poll" : FormattableString.Invariant($"index {At(step.Before)}");
        Convict(
            [step.Before, step.Number],
            $"Index {At(step.Number)} polled offset {step.To} of key {Key(step.Key)} after offset {step.From} (in {where}): the consumer went backwards.");
    }
}
