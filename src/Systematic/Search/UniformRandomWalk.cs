using System.Runtime.InteropServices;

namespace Verified.Systematic;

/// <summary>A flow is as likely as it has steps left, by what earlier schedules saw: then whole schedules, not single
/// choices, are about equally likely, and long operations do not starve short ones.</summary>
/// <remarks>Source: Zhao, Wolff, Mathur, Roychoudhury, "Selectively Uniform Concurrency Testing", ASPLOS 2025
/// (URW).</remarks>
internal sealed class UniformRandomWalk(ulong seed, int faults) : RandomStrategy(seed, faults)
{
    /// <summary>Most steps that a flow took in one schedule, by its key.</summary>
    private readonly Dictionary<ulong, int> _most = [];

    /// <summary>Steps in this schedule, by flow.</summary>
    private readonly List<int> _taken = [];

    public override bool Begin()
    {
        _taken.Clear();
        return base.Begin();
    }

    public override int ChooseFlow(Execution execution)
    {
        while (_taken.Count < execution.FlowCount)
            _taken.Add(0);
        var total = 0;
        foreach (var flow in execution.Enabled)
            total += Left(execution, flow);
        var drawn = Random.Next(total);
        foreach (var flow in execution.Enabled)
            if ((drawn -= Left(execution, flow)) < 0)
                return flow;
        throw new System.Diagnostics.UnreachableException();
    }

    public override void Stepped(Execution execution) => _taken[execution.LastFlow]++;

    public override void Ended(Execution execution, Outcome outcome)
    {
        base.Ended(execution, outcome);
        for (var flow = 0; flow < _taken.Count; flow++)
        {
            ref var most = ref CollectionsMarshal.GetValueRefOrAddDefault(_most, execution.FlowAt(flow).Key, out _);
            most = Math.Max(most, _taken[flow]);
        }
    }

    private int Left(Execution execution, int flow) =>
        Math.Max(1, _most.GetValueOrDefault(execution.FlowAt(flow).Key, 1) - _taken[flow]);
}
