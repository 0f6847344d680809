using Verified.Oracle.History;
using Verified.Reference;

namespace Verified.Oracle.Rules.Sagas;

/// <summary>Judges sagas: reads lines into the <see cref="SagaLog"/> and tells the rules.</summary>
/// <remarks>
/// Linear in the history, one pass; not thread-safe. Where lines are in the order of time a saga is judged as it ends, and
/// its steps are forgotten.
/// </remarks>
internal sealed partial class SagaJudge : Part
{
    private readonly SagaLog _log;
    private readonly MemoryBudget _budget;
    private readonly ICoordinatorRule[] _coordinatorRules;
    private readonly IStepRule[] _stepRules;
    private readonly IItemRule[] _itemRules;
    private readonly ISagaEndRule[] _endRules;

    public SagaJudge(HistoryHeader header, MemoryBudget budget)
    {
        _budget = budget;
        _log = new SagaLog(header, budget);
        Rules = SagaRules.For(_log, budget);
        _coordinatorRules = [.. Rules.OfType<ICoordinatorRule>()];
        _stepRules = [.. Rules.OfType<IStepRule>()];
        _itemRules = [.. Rules.OfType<IItemRule>()];
        _endRules = [.. Rules.OfType<ISagaEndRule>()];
    }

    public override IReadOnlyList<Rule> Rules { get; }

    public override void Invoke(Operation operation, HistoryReader reader)
    {
        var line = reader.Line;
        operation.Saga = _log.Saga(line.Saga, line.Number);
        operation.Step = line.Step;
        operation.Revision = line.Revision;
        operation.Outcome = line.Outcome;
        operation.Subscription = line.Has(Fields.Correlation) ? line.Correlation : line.Saga;
        var saga = _log.Sagas[operation.Saga];
        if (line.Function == LineFunction.SagaStart) saga.StepCount = Math.Max(saga.StepCount, line.Steps);
        else if (IsEffect(operation) && saga.Steps is not null) EffectOf(operation, saga).Begin(line.Number);
    }

    public override void Succeed(Operation operation, HistoryReader reader)
    {
        var line = reader.Line;
        var saga = _log.Sagas[operation.Saga];
        if (line.Duplicate)
        {
            Fail(operation, line);
            return;
        }

        switch (operation.Function)
        {
            case LineFunction.SagaStart:
                foreach (var rule in _coordinatorRules) rule.Started(saga, operation.Saga, operation.Subscription, line.Number);
                if (saga.Started == 0) saga.Started = line.Number;
                break;
            case LineFunction.SagaStep or LineFunction.SagaCompensate:
                TakeEffect(operation, saga, line);
                break;
            case LineFunction.Checkpoint:
                Save(operation, saga, line.Number);
                break;
            case LineFunction.SagaEnd:
                End(operation, saga, line.Number);
                break;
        }
    }

    public override void Fail(Operation operation, HistoryLine line)
    {
        var saga = _log.Sagas[operation.Saga];
        if (IsEffect(operation) && saga.Steps is not null) EffectOf(operation, saga).Fail();
    }

    public override void Unknown(Operation operation, uint line)
    {
        var saga = _log.Sagas[operation.Saga];
        if (operation.Function == LineFunction.SagaEnd) saga.MayHaveEnded |= operation.Outcome != SagaOutcome.Stuck;
    }

    public override void Conclude()
    {
        foreach (var saga in _log.Sagas)
            if (saga.Steps is not null)
                Judge(saga);
        foreach (var rule in Rules)
            if (rule is IEndRule whole)
                whole.AtEnd();
    }

    /// <summary>Sagas that were started, and of them those that ended or were parked.</summary>
    public override Counts Count()
    {
        long acknowledged = 0, observed = 0;
        foreach (var saga in _log.Sagas)
        {
            if (saga.Started == 0) continue;
            acknowledged++;
            if (saga.Ended != 0 || saga.IsStuck) observed++;
        }

        return new Counts(acknowledged, observed, 0, 0);
    }

    private static bool IsEffect(Operation operation) =>
        operation.Function is LineFunction.SagaStep or LineFunction.SagaCompensate;

    private ref EffectRecord EffectOf(Operation operation, SagaRecord saga)
    {
        ref var step = ref saga.Step(operation.Step, _budget);
        return ref operation.Function == LineFunction.SagaStep ? ref step.Forward : ref step.Back;
    }

    private void TakeEffect(Operation operation, SagaRecord saga, HistoryLine line)
    {
        var before = saga.Steps is null ? default : EffectOf(operation, saga);
        foreach (var rule in _stepRules) rule.TookEffect(saga, operation, before, line.Number);
        if (saga.Steps is not null) EffectOf(operation, saga).TakeEffect(operation.Invoke, line.Number);
        TakeItems(operation, saga, line);
    }

    private void Save(Operation operation, SagaRecord saga, uint line)
    {
        foreach (var rule in _coordinatorRules) rule.Saved(saga, operation.Revision, line);
        if (saga.Steps is null) return;
        _budget.Take(32);
        saga.Revisions.TryAdd(operation.Revision, line);
    }

    private void End(Operation operation, SagaRecord saga, uint line)
    {
        foreach (var rule in _coordinatorRules) rule.Ended(saga, operation, line);
        if (operation.Outcome == SagaOutcome.Stuck)
        {
            saga.IsStuck = true;
            return;
        }

        if (saga.Ended != 0) return;
        saga.Ended = line;
        saga.Outcome = operation.Outcome;
        if (!_log.RealTime || saga.Steps is null) return;
        Judge(saga);
        saga.Release(_budget);
    }

    private void Judge(SagaRecord saga)
    {
        foreach (var rule in _endRules) rule.AtEnd(saga, saga.Steps!);
    }
}
