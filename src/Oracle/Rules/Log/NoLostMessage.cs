namespace Verified.Oracle.Rules.Log;

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
