namespace Verified.Oracle.Rules.Store;

/// <summary>What is read was appended: with this id, this content, to this stream, before, and not by an append that failed.</summary>
/// <remarks>
/// Sound. A recorder writes an invocation before it calls the store, so an event read in an earlier line than its
/// first invocation, or without any, came from nowhere; a <c>fail</c> says that the append certainly had no
/// effect, so if every attempt failed nothing can be read. Attempts with unknown outcome excuse. Contents are compared
/// as hashes, where both sides carry one and all attempts agree. Not applicable to sampled histories.
/// </remarks>
internal sealed class NoPhantom(StoreLog log) : StoreRule(log), IPlacementRule, IEventRule, IEndRule
{
    public override string Id => "no-phantom";

    public override string? NotApplicable =>
        Log.Header.Sampled ? "the history is sampled: not every append was recorded" : null;

    public void Placed(in Placement placement)
    {
        ref var e = ref Log.Events[placement.Slot];
        if (!Log.RealTime || placement.Version < 0 || e.Version >= 0 || e.Invoke == 0) return;
        if (e.Stream == placement.Stream || e.Has(EventFlags.Again)) return;
        Convict(
            [e.Invoke, placement.Line],
            $"Event {EventName(placement.Slot)} was appended to stream {StreamOf(placement.Slot)}, but is read in stream {StreamName(placement.Stream)}.");
    }

    public void AtEnd(int slot, ref EventRecord record)
    {
        if (!record.Has(EventFlags.Observed)) return;
        Checked++;
        if (record.Invoke == 0)
        {
            Convict([record.SeenBy], $"Event {EventName(slot)} of stream {StreamOf(slot)} was read, but nobody appended it.");
        }
        else if (!record.Has(EventFlags.Acknowledged) && !record.Has(EventFlags.Unknown))
        {
            Convict(
                [record.Invoke, record.SeenBy],
                $"Event {EventName(slot)} of stream {StreamOf(slot)} was read, but the append that wrote it had failed (index {At(record.Invoke)}).");
        }
    }

    public void AtEnd()
    {
        if (Log.FirstForeseen is { } early)
        {
            Convict(
                [Log.Events[early.Slot].Invoke, early.Line],
                $"Event {EventName(early.Slot)} of stream {StreamOf(early.Slot)} was read (index {At(early.Line)}) before it was appended (index {At(Log.Events[early.Slot].Invoke)}).");
        }

        if (Log.FirstAltered is { } altered && !Log.Events[altered.Slot].Has(EventFlags.Ambiguous))
        {
            ref var e = ref Log.Events[altered.Slot];
            Convict(
                e.Invoke == 0 ? [e.PlacedBy, altered.Line] : [e.Invoke, altered.Line],
                $"Event {EventName(altered.Slot)} of stream {StreamOf(altered.Slot)} was read with another content than it was written with.");
        }
    }
}
