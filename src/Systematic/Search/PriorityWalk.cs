namespace Verified.Systematic;

/// <summary>The flow of the highest priority runs, and at a few places drawn beforehand it becomes the lowest: finds any
/// bug of depth d with probability at least 1/(n·k^(d−1)), for n flows and k steps.</summary>
/// <remarks>Source: Burckhardt, Kothari, Musuvathi, Nagarakatte, "A Randomized Scheduler with Probabilistic Guarantees of
/// Finding Bugs", ASPLOS 2010 (PCT).</remarks>
/// <param name="depth">d, the number of ordering constraints that the bug needs.</param>
internal sealed class PriorityWalk(ulong seed, int faults, int depth) : RandomStrategy(seed, faults)
{
    /// <summary>By flow; the places give 1 to d − 1, beginnings more than that.</summary>
    private readonly List<ulong> _priorities = [];

    private readonly int[] _changeAt = new int[depth - 1];

    public override bool Begin()
    {
        base.Begin();
        _priorities.Clear();
        for (var i = 0; i < _changeAt.Length; i++)
            _changeAt[i] = Random.Next(LongestSchedule);
        return true;
    }

    public override int ChooseFlow(Execution execution)
    {
        while (_priorities.Count < execution.FlowCount)
            _priorities.Add(Random.Next() | (1UL << 63));
        var step = execution.Trace.Count;
        var chosen = Highest(execution);
        for (var i = 0; i < _changeAt.Length; i++)
            if (_changeAt[i] == step)
            {
                _priorities[chosen] = (ulong)(depth - 1 - i);
                chosen = Highest(execution);
            }

        return chosen;
    }

    private int Highest(Execution execution)
    {
        var best = execution.Enabled[0];
        foreach (var flow in execution.Enabled)
            if (_priorities[flow] > _priorities[best])
                best = flow;
        return best;
    }
}
