namespace Verified.Oracle.Rules.Store;

/// <summary>An event id is stored once: a retry finds the first attempt, under <c>Any</c> and after a crash too.</summary>
/// <remarks>
/// Sound: an id names one event for ever, and an event has one place. Two acknowledgements of one id at different
/// places, or reads that show it at two, prove that it was stored twice (or that one of them lies). That the second
/// attempt's expected version was right does not excuse it: the id had been stored. An event appended once and read
/// elsewhere than acknowledged is <see cref="ReadIsPrefix"/>'s, as is one shown where another was. Source: <c>EventStore!UniqueIdInv</c>.
/// </remarks>
internal sealed class IdempotentRetry(StoreLog log) : StoreRule(log), IPlacementRule, IReadRule
{
    // The first event that the read being told shows at a second place.
    private Placement? _second;

    public override string Id => "idempotent-retry";

    public void Placed(in Placement placement)
    {
        if (placement.Version < 0) return;
        Checked++;
        ref var e = ref Log.Events[placement.Slot];
        if (!placement.Moved || placement.Occupant >= 0 || ReadIsPrefix.IsContradiction(placement, ref e)) return;
        if (placement.Source == PlacementSource.Read) _second ??= placement;
        else Convict(placement, [e.PlacedBy, placement.Line]);
    }

    /// <summary>A read that shows both places needs no other witness.</summary>
    public void Read(Operation operation, Observation observation)
    {
        if (_second is not { } placement) return;
        _second = null;
        var shown = 0;
        for (var i = 0; i < observation.Count; i++)
            if (observation.Slots[i] == placement.Slot)
                shown++;
        uint[] both = [Log.Events[placement.Slot].PlacedBy, placement.Line];
        Convict(placement, shown > 1 ? [placement.Line] : both);
    }

    private void Convict(Placement placement, ReadOnlySpan<uint> lines)
    {
        ref var e = ref Log.Events[placement.Slot];
        Convict(
            lines,
            $"Event {EventName(placement.Slot)} is stored twice: at version {e.Version} of stream {StreamName(e.Stream)} and at version {placement.Version} of stream {StreamName(placement.Stream)}.");
    }
}
