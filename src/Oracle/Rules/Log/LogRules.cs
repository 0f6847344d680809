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

/// <summary>What is polled was sent, and not by a send that failed.</summary>
/// <remarks>Sound: a <c>fail</c> is certain; sends of unknown outcome excuse. Judged after the last operation, so a send that is polled before it completes is excused too.</remarks>
internal sealed class NoPhantomMessage(MessageTable messages) : LogRule(messages), ILogEndRule
{
    public override string Id => "no-phantom";

    public void AtEnd(long unknownPolls)
    {
        for (var slot = 0; slot < Messages.Count; slot++)
        {
            ref var message = ref Messages[slot];
            if (!message.Has(MessageFlags.Observed)) continue;
            Checked++;
            if (message.Invoke == 0)
                Convict([message.SeenBy], $"Index {At(message.SeenBy)} polled a message of key {Key(message.Key)} that nobody sent.");
            else if (!message.Has(MessageFlags.Acknowledged) && !message.Has(MessageFlags.Unknown))
            {
                Convict(
                    [message.Invoke, message.SeenBy],
                    $"Index {At(message.SeenBy)} polled a message of key {Key(message.Key)} whose send (index {At(message.Invoke)}) had failed.");
            }
        }
    }
}

/// <summary>Every acknowledged message below the highest offset anyone polled of its key was polled by someone.</summary>
/// <remarks>
/// The workload's definition of a lost write: consumers begin at the beginning and go on where consumers before them
/// stopped, so some consumer passed the message. A poll whose result nobody knows may have been shown it; with
/// such polls around, a message nobody is known to have polled leaves the verdict open (unknown-outcomes). Above the
/// highest polled offset nothing is claimed: consumers may lag.
/// </remarks>
internal sealed class NoLostMessage(MessageTable messages) : LogRule(messages), ILogEndRule
{
    public override string Id => "no-loss";

    public void AtEnd(long unknownPolls)
    {
        var missing = 0L;
        for (var slot = 0; slot < Messages.Count; slot++)
        {
            ref var message = ref Messages[slot];
            if (!message.Has(MessageFlags.Acknowledged) || message.Offset < 0) continue;
            var key = Messages.Key(message.Key);
            if (message.Offset > key.HighestPolled) continue;
            Checked++;
            if (message.Has(MessageFlags.Observed)) continue;
            missing++;
            if (unknownPolls > 0) continue;
            Convict(
                [message.Ack, key.PolledBy],
                $"The message acknowledged at offset {message.Offset} of key {Key(message.Key)} (index {At(message.Ack)}) was never polled, though offset {key.HighestPolled} was (index {At(key.PolledBy)}).");
        }

        if (missing > 0 && unknownPolls > 0)
        {
            Open = (
                UndeterminedReason.UnknownOutcomes,
                FormattableString.Invariant($"{missing} acknowledged messages were not seen; {unknownPolls} polls of unknown outcome may have been shown them."));
        }
    }
}

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
    private readonly List<PollStep> wide = [];

    public override string Id => "poll-without-skip";

    public void Polled(in PollStep step)
    {
        if (step.MayHaveAdvanced) return;
        Checked++;
        if (step.To <= step.From + 1) return;
        budget.Take(40);
        wide.Add(step);
    }

    public void AtEnd(long unknownPolls)
    {
        if (wide.Count == 0) return;
        var known = KnownOffsets();
        foreach (var step in wide)
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

/// <summary>The messages one producer sends to a key, one after the other, get increasing offsets.</summary>
/// <remarks>Sound for acknowledged sends of one process: the second was invoked after the first was acknowledged.</remarks>
internal sealed class SendOrder(MessageTable messages, MemoryBudget budget) : LogRule(messages), ISendRule
{
    private readonly Dictionary<long, Dictionary<int, (long Offset, uint Number)>> last = [];

    public override string Id => "send-order";

    public void Sent(long process, int slot, long offset, uint number)
    {
        if (!last.TryGetValue(process, out var keys))
        {
            budget.Take(200);
            last[process] = keys = [];
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

    public void ProducerGone(long process) => last.Remove(process);
}
