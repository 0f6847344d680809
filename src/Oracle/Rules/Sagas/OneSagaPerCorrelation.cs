using Verified.Oracle.History;

namespace Verified.Oracle.Rules.Sagas;

/// <summary>There is one saga for a correlation id, and it is started once.</summary>
/// <remarks>
/// Sound: a start that is <c>ok</c> and no duplicate made a saga, so two of one correlation id are one too many. A start
/// of unknown outcome may be tried again. About 60 bytes per saga. Source: <c>SagaOrchestration!Start</c>;
/// <c>DuplicateStart</c> is the mistake.
/// </remarks>
internal sealed class OneSagaPerCorrelation(SagaLog log, MemoryBudget budget) : SagaRule(log), ICoordinatorRule
{
    private readonly Dictionary<Hash128, (SagaRecord Saga, uint Line)> _started = [];

    public override string Id => "one-saga-per-correlation";

    public override string? NotApplicable => null;

    public void Started(SagaRecord saga, int number, Hash128 correlation, uint line)
    {
        Checked++;
        if (!_started.TryGetValue(correlation, out var first))
        {
            budget.Take(60);
            _started[correlation] = (saga, line);
        }
        else if (first.Saga == saga)
        {
            Convict([first.Line, line], $"Saga {NameOf(saga)} was started twice: index {At(first.Line)} and index {At(line)}.");
        }
        else
        {
            Convict(
                [first.Line, line],
                $"Two sagas were started for one correlation id: {NameOf(first.Saga)} (index {At(first.Line)}) and {NameOf(saga)} (index {At(line)}).");
        }
    }
}
