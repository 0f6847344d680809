using Verified.Oracle.History;

namespace Verified.Oracle.Rules.Sagas;

/// <summary>A step takes effect once, and is taken back once.</summary>
/// <remarks>
/// Sound: each <c>ok</c> that is no duplicate is an effect at the participant, which answers a command that it decided
/// before from its inbox. Source: <c>SagaOrchestration!AtMostOneEffectInv</c>.
/// </remarks>
internal sealed class OneEffectPerStep(SagaLog log) : SagaRule(log), IStepRule
{
    public override string Id => "one-effect-per-step";

    public override string? NotApplicable => null;

    public void TookEffect(SagaRecord saga, Operation operation, in EffectRecord before, uint line)
    {
        Checked++;
        if (!before.IsCertain) return;
        var what = operation.Function == LineFunction.SagaStep ? "took effect" : "was taken back";
        Convict(
            [before.Invoke, operation.Invoke],
            $"Step {operation.Step} of saga {NameOf(saga)} {what} twice: index {At(before.Invoke)} and index {At(operation.Invoke)}.");
    }
}
