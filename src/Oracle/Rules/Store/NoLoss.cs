namespace Verified.Oracle.Rules.Store;

/// <summary>What was acknowledged can be read: the end, the beginning and the middle of every stream survive.</summary>
/// <remarks>
/// Sound. An acknowledged event is in the log from its acknowledgement on. It is lost if the last read that would have
/// shown it was invoked after that, and neither that read nor one that completed later shows it. That no later read
/// was going to show it is what the header claims with <c>finalReads</c>; without the claim an event nobody read is
/// undetermined (not-observed), as it is where no read covers it. Where lines are not in the order of time, an event is
/// lost if a read covers it, none ever shows it, and the final reads are claimed and not cut off.
/// Source: <c>EventStore</c>, an append that returned is durable.
/// </remarks>
internal sealed class NoLoss(StoreLog log) : StoreRule(log), IEventRule, IEndRule
{
    private long _unobserved;
    private int _firstUnobserved = -1;

    public override string Id => "no-loss";

    public void AtEnd(int slot, ref EventRecord record)
    {
        if (!record.Has(EventFlags.Acknowledged) || Log.IsHidden(record.Stream)) return;
        Checked++;
        var covered = Log.Covered(ref record);
        if (Log.Header.FinalReads && IsLost(ref record, covered)) Convict(slot, ref record, covered);
        else if (record.SeenBy == 0 && _unobserved++ == 0) _firstUnobserved = slot;
    }

    public void AtEnd()
    {
        if (_unobserved == 0) return;
        var why = Log.Header.FinalReads ? "no read after them covers them" : "the history has no final reads";
        Open = (
            UndeterminedReason.NotObserved,
            FormattableString.Invariant($"{_unobserved} of {Checked} acknowledged events were never read, the first {EventName(_firstUnobserved)} of stream {StreamOf(_firstUnobserved)}; {why}."));
    }

    private bool IsLost(ref EventRecord e, uint covered) => Log.RealTime
        ? covered > e.Ack && e.SeenBy < covered
        : covered > 0 && e.SeenBy == 0 && !Log.Truncated;

    private void Convict(int slot, ref EventRecord e, uint covered)
    {
        var place = e.Version >= 0 ? FormattableString.Invariant($" at version {e.Version}") : "";
        var then = e.SeenBy == 0 ? "no read ever shows it" : "it was read once, and no more";
        Convict(
            [e.Ack, covered],
            $"Event {EventName(slot)} was acknowledged{place} of stream {StreamOf(slot)}, but the last read that covers it (index {At(covered)}) does not show it: {then}.");
    }
}
