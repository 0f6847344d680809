using Verified.Reference;

namespace Verified.Oracle.Rules.Sagas;

/// <summary>In the end all steps of a saga stand, or none does.</summary>
/// <remarks>
/// Sound: an end is acknowledged after what leads to it. A saga that completed has each of its steps, which took effect
/// and were not taken back; one that aborted has none; unknown outcomes, and operations open at the end, excuse. A saga that
/// never ended, is not known to be stuck, and has a step that stands, was forgotten, where the header claims that everything was drained.
/// Source: <c>Saga!AllOrNothingInv</c>, <c>SagaOrchestration!StuckIsVisibleInv</c>.
/// </remarks>
internal sealed class SagaAllOrNothing(SagaLog log) : SagaRule(log), ISagaEndRule, IEndRule
{
    private long _unended;
    private SagaRecord? _firstUnended;

    public override string Id => "saga-all-or-nothing";

    public void AtEnd(SagaRecord saga, StepRecord[] steps)
    {
        if (saga.Ended == 0) Unended(saga, steps);
        else if (saga.Outcome == SagaOutcome.Completed) Completed(saga, steps);
        else Aborted(saga, steps);
    }

    public void AtEnd()
    {
        if (_firstUnended is null) return;
        Open = (
            UndeterminedReason.NotObserved,
            FormattableString.Invariant($"{_unended} sagas had not ended, the first {NameOf(_firstUnended)}; the history does not claim that everything was drained (complete.drained)."));
    }

    private void Completed(SagaRecord saga, StepRecord[] steps)
    {
        Checked++;
        var count = Math.Max(saga.StepCount, steps.Length);
        for (var i = 0; i < count; i++)
        {
            var step = i < steps.Length ? steps[i] : default;
            if (step.Back.IsCertain)
            {
                Convict(
                    [step.Back.Invoke, saga.Ended],
                    $"Saga {NameOf(saga)} completed (index {At(saga.Ended)}), but its step {i + 1} was taken back (index {At(step.Back.Invoke)}).");
                return;
            }

            if (step.Forward.MayBe || i >= saga.StepCount) continue;
            Convict(
                [saga.Started, saga.Ended],
                $"Saga {NameOf(saga)} of {saga.StepCount} steps completed (index {At(saga.Ended)}), but its step {i + 1} never took effect.");
            return;
        }
    }

    private void Aborted(SagaRecord saga, StepRecord[] steps)
    {
        Checked++;
        for (var i = 0; i < steps.Length; i++)
        {
            if (!steps[i].Stands) continue;
            Convict(
                [steps[i].Forward.Invoke, saga.Ended],
                $"Saga {NameOf(saga)} aborted (index {At(saga.Ended)}), but its step {i + 1} took effect (index {At(steps[i].Forward.Invoke)}) and was never compensated.");
            return;
        }
    }

    private void Unended(SagaRecord saga, StepRecord[] steps)
    {
        if (saga.IsStuck || saga.MayHaveEnded) return;
        var standing = -1;
        for (var i = 0; i < steps.Length && standing < 0; i++)
            if (steps[i].Stands)
                standing = i;
        if (standing < 0) return;
        if (!Log.Header.Drained)
        {
            _unended++;
            _firstUnended ??= saga;
            return;
        }

        Checked++;
        var step = steps[standing].Forward.Invoke;
        Convict(
            [step],
            $"Saga {NameOf(saga)} never ended: its step {standing + 1} took effect (index {At(step)}) and was neither completed nor compensated.");
    }
}
