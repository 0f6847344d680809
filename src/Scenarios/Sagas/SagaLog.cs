using Verified.Reference;

namespace Verified.Scenarios;

/// <summary>Reads what the log says about sagas.</summary>
internal static class SagaLog
{
    /// <summary>The saga is on the list of those that need a person.</summary>
    public static bool IsParked(SagaDefinition definition, SagaId saga, IEnumerable<RecordedEvent> log) =>
        log.Aggregate(SagaOverview.Empty, (view, recorded) => view.After(definition, recorded)).Parked.Contains(saga);

    /// <summary>The event says that a saga has ended.</summary>
    public static bool IsEnd(RecordedEvent recorded) =>
        SagaEnvelope.Read(recorded)?.Notice is SagaEnvelope.Completed or SagaEnvelope.Aborted;

    /// <summary>In every prefix the overview knows how far each saga is, and which are parked.</summary>
    public static void CheckOverview(SagaDefinition definition, IEnumerable<RecordedEvent> log)
    {
        var view = SagaOverview.Empty;
        var progress = new Dictionary<SagaId, SagaProgress>();
        foreach (var recorded in log)
        {
            view = view.After(definition, recorded);
            if (SagaEnvelope.Read(recorded) is not { Message: SagaEvent happened } envelope
                || recorded.Stream != definition.StreamOf(envelope.Saga))
                continue;
            var now = SagaOrchestration.Apply(
                definition.Model, progress.GetValueOrDefault(envelope.Saga) ?? SagaProgress.Idle, happened);
            progress[envelope.Saga] = now;
            Claim.Holds(view.Open[envelope.Saga].Progress == now, $"the overview has {envelope.Saga} at {now}");
            Claim.Holds(!view.Parked.Contains(envelope.Saga), $"{envelope.Saga}, which moves, is not parked");
        }

        Claim.Holds(view.Open.IsEmpty && view.Parked.IsEmpty && view.Due.IsEmpty, "in the end no saga is open, parked or due");
        Claim.Holds(
            (view.CompletedCount, view.AbortedCount) == (
                progress.Values.Count(p => p.Phase == SagaPhase.Completed),
                progress.Values.Count(p => p.Phase == SagaPhase.Aborted)),
            "the overview counts the ends");
    }
}
