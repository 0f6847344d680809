namespace Verified.Oracle.Rules.Log;

/// <summary>A consumer is shown every message between two that it is shown.</summary>
/// <remarks>
/// Sound where <see cref="PollOrder"/> is, and no failed poll between the two may have been shown something: a
/// message that exists at an offset between them, by an acknowledgement or anyone's poll, was skipped. Offsets at which
/// nothing is known to be are no evidence (transactions take offsets that hold no message). Also after seeking to the
/// beginning: what the first poll then begins above was skipped. Memory: 40 bytes per step that passes over an
/// offset; O(n log n) at the end.
/// </remarks>
internal sealed class PollWithoutSkip(MessageTable messages, MemoryBudget budget) : LogRule(messages), IPollRule, ILogEndRule
{
    private readonly List<PollStep> _wide = [];

    public override string Id => "poll-without-skip";

    public void Polled(in PollStep step)
    {
        if (step.MayHaveAdvanced) return;
        Checked++;
        if (step.To <= step.From + 1) return;
        budget.Take(40);
        _wide.Add(step);
    }

    public void AtEnd(long unknownPolls)
    {
        if (_wide.Count == 0) return;
        var known = KnownOffsets();
        foreach (var step in _wide)
        {
            var offsets = known[step.Key];
            var at = offsets.BinarySearch(step.From + 1);
            if (at < 0) at = ~at;
            if (at < offsets.Count && offsets[at] < step.To) Skipped(step, offsets[at]);
        }
    }

    private List<long>[] KnownOffsets()
    {
        var known = new List<long>[Messages.KeyCount];
        for (var key = 0; key < known.Length; key++) known[key] = [];
        budget.Take(8L * Messages.Count);
        for (var slot = 0; slot < Messages.Count; slot++)
            if (Messages[slot].Offset >= 0)
                known[Messages[slot].Key].Add(Messages[slot].Offset);
        foreach (var offsets in known) offsets.Sort();
        return known;
    }

    private void Skipped(in PollStep step, long offset)
    {
        var skipped = Messages.Key(step.Key).Offsets.Find(offset);
        if (skipped < 0) return;
        ref var message = ref Messages[skipped];
        var from = step.From < 0 ? "the beginning" : FormattableString.Invariant($"offset {step.From}");
        Convict(
            [step.Before, step.Number, message.PlacedBy],
            $"Index {At(step.Number)} polled offset {step.To} of key {Key(step.Key)} right after {from}, and so skipped offset {offset}, which exists by index {At(message.PlacedBy)}.");
    }
}
