namespace Verified.Oracle.Rules.Store;

/// <summary>The versions of a stream are 0, 1, 2, … without a hole, and reads show them in order.</summary>
/// <remarks>
/// Sound. Where version v exists, so does every version below, and has since before v: a read that shows v and
/// would have shown a lower one, but does not, contradicts any log. After the whole history, a hole below a version
/// that exists must be filled by an event nobody has placed; if there are more holes than events without a
/// place (unknown outcomes, acknowledgements without version), one hole is empty. Judged only where the header says
/// that versions are contiguous; holes only where every append was recorded. A version below 0 is none, whatever the
/// header says; neither is one of 2⁶² or above where all below it would have to be filled. An acknowledgement tells
/// the version of its batch's last event, so one that is too low for the batch puts its first event below 0.
/// Source: <c>EventStore!LastVersion</c>.
/// </remarks>
internal sealed class ContiguousVersions(StoreLog log) : StoreRule(log), IClaimRule, IReadRule, IEventRule, IEndRule
{
    // Per stream: events that exist, or may, and have no version yet.
    private readonly Dictionary<int, int> _withoutPlace = [];

    private bool _impossible;

    public override string Id => "contiguous-versions";

    public override string? NotApplicable =>
        Log.Header.Contiguous || _impossible ? null : "the header says that versions are not contiguous";

    public void Impossible(in ImpossibleClaim claim)
    {
        if (claim.IsPosition) return;
        _impossible = true;
        var why = claim.Number < 0 ? "the first version of a stream is 0" : "no stream has so many events";
        Convict(
            [claim.Line],
            $"Index {At(claim.Line)} puts event {claim.EventName} of stream {StreamName(claim.Stream)} at version {claim.Number}, but {why}.");
    }

    public void Read(Operation operation, Observation observation)
    {
        if (observation.All || !Log.Header.Contiguous) return;
        Checked++;
        var expected = observation.CoveredFrom;
        for (var i = 0; i < observation.Count; i++, expected++)
        {
            var version = observation.Numbers[i];
            if (version < 0) return;
            if (version == expected) continue;
            Convict(
                [observation.Line],
                $"A read of stream {StreamName(operation.Stream)} shows version {version} where version {expected} belongs.");
            return;
        }
    }

    public void AtEnd(int slot, ref EventRecord record)
    {
        if (record.Version >= 0 || record.Stream < 0) return;
        if (!record.Exists && !record.Has(EventFlags.Unknown)) return;
        _withoutPlace[record.Stream] = _withoutPlace.GetValueOrDefault(record.Stream) + 1;
    }

    public void AtEnd()
    {
        if (Log.Header.Sampled || !Log.Header.Contiguous) return;
        for (var stream = 0; stream < Log.Streams.Count; stream++)
        {
            var versions = Log.Streams[stream].Versions;
            if (versions.Count > 0) Checked++;
            var holes = versions.Highest + 1 - versions.Count;
            if (holes > _withoutPlace.GetValueOrDefault(stream)) Explain(versions);
        }
    }

    private void Explain(NumberMap versions)
    {
        long hole = 0;
        while (versions.Find(hole) >= 0) hole++;
        var above = versions.LowestFrom(hole);
        var slot = versions.Find(above);
        Convict(
            [Log.Events[slot].PlacedBy],
            $"Stream {StreamOf(slot)} has version {above}, but no append that succeeded, or may have, can be at version {hole}.");
    }
}
