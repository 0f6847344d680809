namespace Verified.Oracle.Rules.Log;

/// <summary>The messages of one transaction become visible together, or none does.</summary>
/// <remarks>
/// Sound where consumers read what is committed: a message that was polled proves that its transaction took effect,
/// whatever its client was told, and so that every message of it is in the log. One that nobody polled is missing if
/// polls passed it, in the sense of <see cref="NoLostMessage"/>: its offset is known and a higher one was polled; or a
/// later message of the same transaction and key was polled, as a producer's messages of a key lie in its order
/// (<see cref="SendOrder"/>); or a message of its key was polled that was sent only after the transaction had been
/// seen. Polls of unknown outcome leave it open. Transactions that failed are <see cref="NoPhantomMessage"/>'s.
/// Memory: 4 bytes per message of a transaction of several; O(n) at the end.
/// </remarks>
internal sealed class AtomicTransaction(MessageTable messages, MemoryBudget budget) : LogRule(messages), ILogEndRule
{
    private readonly List<int[]> _transactions = [];
    private int[] _latest = [];
    private long _missing;

    public override string Id => "atomic-txn";

    /// <summary>A transaction that sends these messages, in this order, was invoked.</summary>
    public void Begun(int[] slots)
    {
        budget.Take(32 + (4L * slots.Length));
        _transactions.Add(slots);
    }

    public void AtEnd(long unknownPolls)
    {
        _latest = LatestSent();
        foreach (var transaction in _transactions)
        {
            var seen = FirstSeen(transaction);
            if (seen < 0) continue;
            Checked++;
            for (var i = 0; i < transaction.Length; i++) Judge(transaction, i, seen, unknownPolls);
        }

        if (_missing == 0 || unknownPolls == 0) return;
        Open = (
            UndeterminedReason.UnknownOutcomes,
            FormattableString.Invariant($"{_missing} messages were not seen though others of their transactions were; {unknownPolls} polls of unknown outcome may have been shown them."));
    }

    /// <summary>The message of the transaction that was polled first, or −1; also where it proves nothing.</summary>
    private int FirstSeen(int[] transaction)
    {
        var first = -1;
        foreach (var slot in transaction)
        {
            ref var message = ref Messages[slot];
            if (message.Has(MessageFlags.Again | MessageFlags.Failed)) return -1;
            if (message.FirstSeenBy != 0 && (first < 0 || message.FirstSeenBy < Messages[first].FirstSeenBy)) first = slot;
        }

        return first;
    }

    private void Judge(int[] transaction, int i, int seen, long unknownPolls)
    {
        ref var message = ref Messages[transaction[i]];
        if (message.FirstSeenBy != 0) return;
        var (passedBy, sentBy) = Passed(transaction, i, seen);
        if (passedBy == 0) return;
        _missing++;
        if (unknownPolls > 0) return;
        Convict(
            [message.Invoke, Messages[seen].FirstSeenBy, sentBy, passedBy],
            $"The transaction of index {At(message.Invoke)} is half visible: index {At(Messages[seen].FirstSeenBy)} polled its message of key {Key(Messages[seen].Key)}, but nobody polled its message of key {Key(message.Key)}, which index {At(passedBy)} passed.");
    }

    /// <summary>The poll that passed a message nobody polled, or 0; and the send that proves it where its offset is unknown.</summary>
    private (uint PassedBy, uint SentBy) Passed(int[] transaction, int i, int seen)
    {
        ref var message = ref Messages[transaction[i]];
        var key = Messages.Key(message.Key);
        if (message.Offset >= 0) return (message.Offset < key.HighestPolled ? key.PolledBy : 0, 0);
        for (var j = i + 1; j < transaction.Length; j++)
        {
            ref var later = ref Messages[transaction[j]];
            if (later.Key == message.Key && later.FirstSeenBy != 0 && later.Offset >= 0) return (later.FirstSeenBy, 0);
        }

        if (_latest[message.Key] < 0) return (0, 0);
        ref var after = ref Messages[_latest[message.Key]];
        return after.Invoke > Messages[seen].FirstSeenBy ? (after.FirstSeenBy, after.Invoke) : (0, 0);
    }

    /// <summary>Per key: the message that was sent last of those that were polled, or −1.</summary>
    private int[] LatestSent()
    {
        var last = new int[Messages.KeyCount];
        budget.Take(4L * last.Length);
        Array.Fill(last, -1);
        for (var slot = 0; slot < Messages.Count; slot++)
        {
            ref var message = ref Messages[slot];
            if (message.FirstSeenBy == 0 || message.Offset < 0 || message.Has(MessageFlags.Again)) continue;
            if (last[message.Key] < 0 || message.Invoke > Messages[last[message.Key]].Invoke) last[message.Key] = slot;
        }

        return last;
    }
}
