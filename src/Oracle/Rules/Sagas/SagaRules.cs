namespace Verified.Oracle.Rules.Sagas;

/// <summary>The rules for sagas, in the order in which reports list them.</summary>
internal static class SagaRules
{
    public static IReadOnlyList<Rule> For(SagaLog log, MemoryBudget budget) =>
    [
        new OneSagaPerCorrelation(log, budget),
        new OneWriterPerRevision(log),
        new SagaStepOrder(log),
        new SagaCompensationOrder(log),
        new OneEffectPerStep(log),
        new SagaAllOrNothing(log),
        new SagaTerminal(log),
        new SagaLostUpdate(log),
        new SagaDirtyRead(log),
        new SagaFuzzyRead(log),
    ];
}
