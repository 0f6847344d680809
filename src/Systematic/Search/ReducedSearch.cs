using System.Numerics;

namespace Verified.Systematic;

/// <summary>Tries one schedule of each class of equivalent ones, depth first.</summary>
/// <remarks>
/// <para>Two schedules are equivalent if they differ by the order of neighbouring steps that do not conflict. After each
/// schedule every race in it, a conflicting pair that could have come the other way round, adds to an earlier node one
/// flow from which the reversal can be reached, unless one is there already: source sets. Sleep sets keep a class from
/// being completed twice. Schedules that turn out to repeat a class are given up and counted as pruned.</para>
/// <para>A step that waited, as at a gate, cannot go before the step that let it in. The race is then with an earlier
/// step, found past that one. Where it is not known whether it waited, both are taken for races: that may cost
/// schedules, never a class.</para>
/// <para>Source: Abdulla, Aronis, Jonsson, Sagonas, "Optimal Dynamic Partial Order Reduction", POPL 2014,
/// Algorithm 1; Godefroid, "Partial-Order Methods", 1996, for sleep sets.</para>
/// </remarks>
internal sealed class ReducedSearch : Strategy
{
    private readonly List<SleepNode> _nodes = [];
    private readonly ValueStack _values = new();
    private readonly HappensBefore _order = new();
    private readonly int[] _firstOf = new int[HappensBefore.MostFlows];

    /// <summary>Nodes that the next schedule begins with.</summary>
    private int _depth;

    /// <summary>Nodes of the current schedule so far.</summary>
    private int _reached;

    private bool _hasBegun;

    /// <summary>The class of the schedule that ended last.</summary>
    public ulong Class => _order.Hash;

    public override bool Begin()
    {
        if (_hasBegun && !Backtrack())
            return false;
        _hasBegun = true;
        _reached = 0;
        _values.Rewind();
        return true;
    }

    public override int ChooseFlow(Execution execution)
    {
        if (execution.FlowCount > HappensBefore.MostFlows)
            throw new UnsupportedSearchException(
                $"reduced search knows at most {HappensBefore.MostFlows} operations, and the body has more");
        if (_reached < _depth)
            return Repeat(execution);
        var node = NewNode();
        var parent = _reached > 0 ? _nodes[_reached - 1] : null;
        node.Begin(execution.EnabledMask, parent, parent is null ? default : execution.Trace.Last.Footprint);
        var awake = node.Enabled & ~node.Sleep;
        if (awake == 0)
            return -1;
        var last = execution.LastFlow;
        node.Choose(last >= 0 && (awake >> last & 1) != 0 ? last : BitOperations.TrailingZeroCount(awake));
        _reached++;
        return node.Chosen;
    }

    public override int ChooseValue(Execution execution, int alternatives, bool isFault) =>
        _values.Next(execution.Trace.Count - 1, alternatives);

    public override void Stepped(Execution execution) =>
        _nodes[_reached - 1].Took(execution.Trace.Last.Footprint);

    public override void Ended(Execution execution, Outcome outcome)
    {
        _order.Truncate(execution, Math.Max(0, Math.Min(_depth, _reached) - 1));
        while (_order.Count < _reached)
        {
            _order.Add(execution);
            ReverseRaces(execution.Trace);
        }

        if (outcome != Outcome.Completed)
            ReverseBlocked(execution);
        _depth = _reached;
    }

    private void ReverseRaces(Trace trace)
    {
        foreach (var earlier in _order.Races)
            Reverse(trace, earlier, _order.Count - 1);
    }

    /// <summary>Who waits for ever would not have, had it come first.</summary>
    private void ReverseBlocked(Execution execution)
    {
        if (execution.Trace.Count != _reached || execution.FlowCount > HappensBefore.MostFlows)
            return;
        for (var number = 0; number < execution.FlowCount; number++)
            if (execution.FlowAt(number) is { IsPending: true, IsEnabled: false } flow)
            {
                _order.AddBlocked(execution, flow);
                ReverseRaces(execution.Trace);
                _order.RemoveBlocked(execution);
            }
    }

    private int Repeat(Execution execution)
    {
        var node = _nodes[_reached];
        if (node.Enabled != execution.EnabledMask)
            throw new UnrepeatableException($"other operations could take step {_reached + 1} than the last time");
        _reached++;
        return node.Chosen;
    }

    private SleepNode NewNode()
    {
        if (_reached == _nodes.Count)
            _nodes.Add(new SleepNode());
        return _nodes[_reached];
    }

    /// <summary>Sees to it that a schedule is tried in which the later step goes before the earlier.</summary>
    private void Reverse(Trace trace, int earlier, int later)
    {
        var node = _nodes[earlier];
        var initials = Initials(trace, earlier, later);
        if ((initials & (node.Backtrack | node.Sleep)) != 0)
            return;
        var candidates = initials & node.Enabled;
        var flow = 1UL << trace[later].Flow;
        // A new flow of an operation with several may hide what it comes after; then any may be the one to begin with.
        node.Backtrack |= candidates == 0 ? node.Enabled
            : (candidates & flow) != 0 ? flow
            : candidates & (~candidates + 1);
    }

    /// <summary>The flows that may come first in what remains, of the steps up to the later, without the earlier and
    /// what comes after it.</summary>
    private ulong Initials(Trace trace, int earlier, int later)
    {
        var (seen, initials) = (0UL, 0UL);
        for (var step = earlier + 1; step <= later; step++)
        {
            var flow = trace[step].Flow;
            if ((seen >> flow & 1) != 0 || (step < later && _order.IsBefore(trace, earlier, step)))
                continue;
            if (!HasPredecessor(step, seen))
                initials |= 1UL << flow;
            seen |= 1UL << flow;
            _firstOf[flow] = _order.OrdinalOf(step);
        }

        return initials;
    }

    private bool HasPredecessor(int step, ulong seen)
    {
        for (; seen != 0; seen &= seen - 1)
        {
            var flow = BitOperations.TrailingZeroCount(seen);
            if (_order.Known(step, flow) >= _firstOf[flow])
                return true;
        }

        return false;
    }

    /// <summary>Goes back to the deepest node that has something left to try.</summary>
    private bool Backtrack()
    {
        while (true)
        {
            if (_values.Advance(_depth - 1))
                return true;
            if (_depth == 0)
                return false;
            var node = _nodes[_depth - 1];
            node.Finish();
            if (node.Left is not 0 and var left)
            {
                node.Choose(BitOperations.TrailingZeroCount(left));
                return true;
            }

            _depth--;
        }
    }
}
