namespace Verified.Oracle.Rules.Sagas;

/// <summary>A step stands only on those before it: none takes effect before the one it follows.</summary>
/// <remarks>
/// Sound: a step is taken when the one before it has had its effect, so some attempt at that one, which took effect or
/// whose outcome is unknown, began before the step ended. Source: <c>Saga!PrefixInv</c>, on the way forward.
/// </remarks>
internal sealed class SagaStepOrder(SagaLog log) : SagaRule(log), ISagaEndRule
{
    public override string Id => "saga-step-order";

    public override string? NotApplicable =>
        Log.Header.ParallelSteps ? "steps may stand in any order (config.parallelSteps)" : base.NotApplicable;

    public void AtEnd(SagaRecord saga, StepRecord[] steps)
    {
        for (var i = 1; i < steps.Length; i++)
        {
            ref var step = ref steps[i].Forward;
            if (!step.IsCertain) continue;
            Checked++;
            var before = steps[i - 1].Forward.May;
            if (before != 0 && (!Log.RealTime || before < step.End)) continue;
            var what = before == 0 ? "never did" : "did so only later";
            Convict(
                [step.Invoke],
                $"Step {i + 1} of saga {NameOf(saga)} took effect (index {At(step.Invoke)}), but step {i}, which it follows, {what}.");
            return;
        }
    }
}
