namespace Verified.Systematic;

/// <summary>Each waiting step draws a priority and the highest runs; the steps that raced with it draw again. So classes of
/// equivalent schedules are drawn more evenly than schedules are.</summary>
/// <remarks>Source: Yuan, Yang, Gu, "Partial Order Aware Concurrency Sampling", CAV 2018 (POS).</remarks>
internal sealed class PartialOrderSampling(ulong seed, int faults) : RandomStrategy(seed, faults)
{
    /// <summary>By flow, of its next step; 0: not drawn yet.</summary>
    private readonly List<ulong> _priorities = [];

    public override bool Begin()
    {
        _priorities.Clear();
        return base.Begin();
    }

    public override int ChooseFlow(Execution execution)
    {
        while (_priorities.Count < execution.FlowCount)
            _priorities.Add(0);
        var best = -1;
        foreach (var flow in execution.Enabled)
        {
            if (_priorities[flow] == 0)
                _priorities[flow] = Random.Next() | 1;
            if (best < 0 || _priorities[flow] > _priorities[best])
                best = flow;
        }

        return best;
    }

    public override void Stepped(Execution execution)
    {
        ref var step = ref execution.Trace.Last;
        for (var flow = 0; flow < _priorities.Count; flow++)
            if (flow == step.Flow || execution.FlowAt(flow).NextFootprint.ConflictsWith(step.Footprint))
                _priorities[flow] = 0;
    }
}
