namespace Verified.Oracle.Rules.Store;

/// <summary>A deleted stream takes no more events.</summary>
/// <remarks>
/// Sound: the deletion took effect before it was acknowledged, and an event first invoked after that took effect later
/// still. Events that had an attempt before are excused, as that attempt may be the one that took effect; so are those
/// of a sampled history. Source: <c>EventStore!DeleteStream</c>.
/// </remarks>
internal sealed class DeletedStream(StoreLog log) : StoreRule(log), IEventRule, IEndRule
{
    private long _deletions;

    public override string Id => "deleted-stream";

    public override string? NotApplicable =>
        !Log.RealTime ? NeedsSharedClock
        : Log.Header.Sampled ? "the history is sampled: an earlier attempt may be missing"
        : _deletions == 0 ? "no deletion was acknowledged"
        : null;

    public void AtEnd(int slot, ref EventRecord record)
    {
        if (record.Invoke == 0 || !record.Exists || record.Has(EventFlags.Ambiguous | EventFlags.Foreseen)) return;
        var stream = Log.Streams[record.Stream];
        if (stream.Deleted == 0 || record.Invoke < stream.Deleted) return;
        Convict(
            [stream.Deleted, record.Invoke, record.Ack == 0 ? record.SeenBy : record.Ack],
            $"Event {EventName(slot)} was appended to stream {StreamOf(slot)} after the stream's deletion was acknowledged (index {At(stream.Deleted)}).");
    }

    public void AtEnd()
    {
        for (var stream = 0; stream < Log.Streams.Count; stream++)
            if (Log.Streams[stream].Deleted != 0)
                _deletions++;
        Checked = _deletions;
    }
}
