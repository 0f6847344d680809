using Verified.Oracle.History;
using Verified.Reference;

namespace Verified.Oracle.Rules.Sagas;

/// <summary>The end is the end: nothing of the saga takes effect after it, and it has one outcome.</summary>
/// <remarks>
/// Sound: an effect whose operation began after the end was acknowledged came after it. A command that comes late is
/// refused (<c>fail</c>) or answered from the inbox (<c>duplicate</c>). Source: <c>Saga!TerminalProp</c>.
/// </remarks>
internal sealed class SagaTerminal(SagaLog log) : SagaRule(log), IStepRule, ICoordinatorRule
{
    public override string Id => "saga-terminal";

    public override string? NotApplicable => Log.RealTime ? null : NeedsSharedClock;

    public void TookEffect(SagaRecord saga, Operation operation, in EffectRecord before, uint line)
    {
        if (saga.Ended == 0 || operation.Invoke < saga.Ended) return;
        var what = operation.Function == LineFunction.SagaStep ? "took effect" : "was taken back";
        Convict(
            [saga.Ended, operation.Invoke],
            $"Step {operation.Step} of saga {NameOf(saga)} {what} (index {At(operation.Invoke)}) after the saga had {NameOf(saga.Outcome)} (index {At(saga.Ended)}).");
    }

    public void Ended(SagaRecord saga, Operation operation, uint line)
    {
        Checked++;
        if (saga.Ended == 0 || operation.Outcome == saga.Outcome) return;
        if (operation.Outcome == SagaOutcome.Stuck && operation.Invoke < saga.Ended) return;
        Convict(
            [saga.Ended, line],
            $"Saga {NameOf(saga)} has two ends: it had {NameOf(saga.Outcome)} (index {At(saga.Ended)}), and then {NameOf(operation.Outcome)} (index {At(line)}).");
    }

    private static string NameOf(SagaOutcome outcome) => outcome switch
    {
        SagaOutcome.Completed => "completed",
        SagaOutcome.Aborted => "aborted",
        _ => "got stuck",
    };
}
