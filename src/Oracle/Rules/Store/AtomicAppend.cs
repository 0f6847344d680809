namespace Verified.Oracle.Rules.Store;

/// <summary>An append's batch is stored whole: a read shows its events side by side, or none, or is cut inside it.</summary>
/// <remarks>
/// Sound. A batch takes effect at one instant, at consecutive versions. A read of the stream that shows one event of
/// it and would have shown the version beside it, but has another event there or none, saw half a batch. Only
/// batches whose every attempt so far carried the same events are judged; that needs lines in the order of time.
/// In the log, batches of different streams may lie interleaved in other stores, so reads of the log are not judged.
/// Source: <c>EventStore!AppendEvents</c>, the whole batch or nothing.
/// </remarks>
internal sealed class AtomicAppend(StoreLog log) : StoreRule(log), IReadRule
{
    public override string Id => "atomic-append";

    public override string? NotApplicable =>
        !Log.RealTime ? NeedsSharedClock
        : Log.Header.Sampled ? "the history is sampled: an attempt with other events may be missing"
        : null;

    public void Read(Operation operation, Observation observation)
    {
        if (observation.All) return;
        for (var i = 0; i < observation.Count; i++)
        {
            if (observation.Numbers[i] < 0) return;
            var slot = observation.Slots[i];
            var flags = observation.Flags[i];
            if (i > 0 && (flags & EventFlags.HasPrevious) != 0)
            {
                Checked++;
                if (observation.Slots[i - 1] != slot - 1) Convict(observation, slot, slot - 1);
            }

            if ((flags & EventFlags.HasNext) == 0) continue;
            Checked++;
            var last = i == observation.Count - 1;
            if (last ? observation.CoveredTo > observation.Numbers[i] : observation.Slots[i + 1] != slot + 1)
                Convict(observation, slot, slot + 1);
        }
    }

    private void Convict(Observation observation, int shown, int missing) => Convict(
        [Log.Events[shown].Invoke, observation.Line],
        $"A read of stream {StreamOf(shown)} shows event {EventName(shown)} without {EventName(missing)}, which one append wrote together.");
}
