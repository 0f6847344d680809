namespace Verified.Oracle.Rules.Sagas;

/// <summary>Steps are taken back last one first.</summary>
/// <remarks>
/// Sound: a step is taken back when no later one stands, so for each later step that took effect some attempt to take it
/// back, which took effect or whose outcome is unknown, began before this one ended. Source: <c>Saga!PrefixInv</c>, on the
/// way back; <c>CompensateInAnyOrder</c> is the mistake.
/// </remarks>
internal sealed class SagaCompensationOrder(SagaLog log) : SagaRule(log), ISagaEndRule
{
    public override string Id => "saga-compensation-order";

    public override string? NotApplicable =>
        Log.Header.ParallelSteps ? "steps may be taken back in any order (config.parallelSteps)" : base.NotApplicable;

    public void AtEnd(SagaRecord saga, StepRecord[] steps)
    {
        // Of the later steps that stood: the one that was taken back last, if at all.
        var (later, back) = (-1, 0u);
        for (var i = steps.Length - 1; i >= 0; i--)
        {
            ref var own = ref steps[i];
            if (own.Back.IsCertain && later >= 0)
            {
                Checked++;
                var inOrder = back != uint.MaxValue && (!Log.RealTime || back < own.Back.End);
                if (!inOrder)
                {
                    Convict(saga, i, later, own.Back.Invoke, steps[later].Forward.Invoke, back);
                    return;
                }
            }

            if (!own.Forward.IsCertain) continue;
            var taken = own.Back.MayBe ? own.Back.May : uint.MaxValue;
            if (later < 0 || taken > back) (later, back) = (i, taken);
        }
    }

    private void Convict(SagaRecord saga, int step, int later, uint compensation, uint laterStep, uint back)
    {
        var what = back == uint.MaxValue ? "never was" : "was only later";
        Convict(
            [laterStep, compensation],
            $"Step {step + 1} of saga {NameOf(saga)} was taken back (index {At(compensation)}), but step {later + 1}, which stood on it (index {At(laterStep)}), {what}.");
    }
}
