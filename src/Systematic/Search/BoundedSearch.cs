namespace Verified.Systematic;

/// <summary>Tries every schedule with at most so many preemptions, depth first.</summary>
/// <remarks>
/// <para>A preemption leaves an operation that could have gone on. Most bugs need very few, and for a fixed bound the
/// number of schedules grows with a power of their length only.</para>
/// <para>With a cache, a place is given up that an equivalent schedule has reached before, running the same flow and with
/// no more preemptions spent: the same can follow from both. The order of steps is no part of the cache's key, only
/// their happens-before, so it loses nothing that the bound admits.</para>
/// <para>Source: Musuvathi, Qadeer, "Iterative Context Bounding for Systematic Testing of Multithreaded Programs",
/// PLDI 2007, for the bound and for happens-before caching.</para>
/// </remarks>
/// <param name="bound">Most preemptions; <see cref="int.MaxValue"/> tries every schedule.</param>
/// <param name="cache">Places seen; null: none are given up.</param>
internal sealed class BoundedSearch(int bound, PlaceCache? cache) : Strategy
{
    private readonly List<Node> _nodes = [];
    private readonly ValueStack _values = new();
    private readonly HappensBefore _order = new();
    private int _depth;
    private int _reached;
    private bool _hasBegun;

    /// <summary>Whether the order is still that of the schedule before.</summary>
    private bool _isStale;

    /// <summary>Whether the bound kept anything from being tried.</summary>
    public bool WasBound { get; private set; }

    /// <summary>The class of the schedule that ended last; only with a cache.</summary>
    public ulong Class => _order.Hash;

    public override bool Begin()
    {
        if (_hasBegun && !Backtrack())
            return false;
        _hasBegun = _isStale = true;
        _reached = 0;
        _values.Rewind();
        return true;
    }

    public override int ChooseFlow(Execution execution)
    {
        if (_reached < _depth)
            return Repeat(execution);
        if (cache is not null && !IsNew(execution))
            return -1;
        if (_reached == _nodes.Count)
            _nodes.Add(new Node());
        var node = _nodes[_reached];
        node.Begin(execution, SpentAt(execution), bound);
        WasBound |= node.IsBound;
        _reached++;
        return node.Chosen;
    }

    public override int ChooseValue(Execution execution, int alternatives, bool isFault) =>
        _values.Next(execution.Trace.Count - 1, alternatives);

    public override void Ended(Execution execution, Outcome outcome)
    {
        if (cache is not null)
            CatchUp(execution);
        _depth = _reached;
    }

    private int Repeat(Execution execution)
    {
        var node = _nodes[_reached];
        if (!node.Enabled.SequenceEqual(execution.Enabled))
            throw new UnrepeatableException($"other operations could take step {_reached + 1} than the last time");
        _reached++;
        return node.Chosen;
    }

    private bool IsNew(Execution execution)
    {
        if (execution.FlowCount > HappensBefore.MostFlows)
            return true;
        CatchUp(execution);
        var last = execution.LastFlow;
        var key = Mix.Of(_order.Hash, last < 0 ? 0 : execution.FlowAt(last).Key);
        return cache!.Enter(key, SpentAt(execution));
    }

    /// <summary>The order of the trace so far; what is as in the schedule before is kept.</summary>
    private void CatchUp(Execution execution)
    {
        if (_isStale)
            _order.Truncate(execution, Math.Max(0, _depth - 1));
        _isStale = false;
        while (_order.Count < execution.Trace.Count)
            _order.Add(execution);
    }

    /// <summary>Preemptions on the way to the current node.</summary>
    private int SpentAt(Execution execution)
    {
        if (_reached == 0)
            return 0;
        var parent = _nodes[_reached - 1];
        return parent.Spent + (execution.Trace.IsPreemption(_reached - 1) ? 1 : 0);
    }

    private bool Backtrack()
    {
        while (true)
        {
            if (_values.Advance(_depth - 1))
                return true;
            if (_depth == 0)
                return false;
            if (_nodes[_depth - 1].Advance())
                return true;
            _depth--;
        }
    }

    /// <summary>A place from which several flows may go on.</summary>
    private sealed class Node
    {
        private int[] _enabled = [];
        private int _count;

        /// <summary>Those that may be chosen, the one that ran last first.</summary>
        private int[] _order = [];

        private int _choices;
        private int _next;

        public ReadOnlySpan<int> Enabled => _enabled.AsSpan(0, _count);

        public int Spent { get; private set; }

        public bool IsBound { get; private set; }

        public int Chosen => _order[_next];

        public void Begin(Execution execution, int spent, int bound)
        {
            Spent = spent;
            _count = execution.EnabledCount;
            if (_enabled.Length < _count)
                (_enabled, _order) = (new int[_count * 2], new int[_count * 2]);
            execution.Enabled.CopyTo(_enabled);
            var place = Enabled.IndexOf(execution.LastFlow);
            _next = _choices = 0;
            if (place >= 0)
                _order[_choices++] = execution.LastFlow;
            IsBound = place >= 0 && spent == bound && _count > 1;
            if (IsBound)
                return;
            foreach (var flow in Enabled)
                if (flow != execution.LastFlow)
                    _order[_choices++] = flow;
        }

        public bool Advance() => ++_next < _choices;
    }
}
