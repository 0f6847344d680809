using System.Collections.Immutable;
using System.Runtime.CompilerServices;

namespace Verified.Checking.Liveness;

/// <summary>The behaviours of the graph that the automaton follows; computed as they are asked for.</summary>
/// <remarks>A node is <c>state × automaton nodes + automaton node</c>.</remarks>
internal sealed class Product
{
    private readonly BehaviourGraph _graph;
    private readonly AtomTable _atoms;
    private readonly Reading[][] _readings;
    private readonly AtomTest[][] _recurring;
    private readonly int _promises;
    private readonly int _nodes;

    public Product(BehaviourGraph graph, Automaton automaton, AtomTable atoms, FairnessConditions fairness)
    {
        (_graph, _atoms, _nodes, _promises) = (graph, atoms, automaton.NodeCount, automaton.PromiseCount);
        _readings = new Reading[_nodes][];
        for (var i = 0; i < _nodes; i++)
            _readings[i] = [.. automaton.StepsFrom(i).Select(s => new Reading(AtomTest.Of(s.Literals, atoms), s.Target, s.Postponed))];
        _recurring = [.. fairness.Recurring.Select(literals => AtomTest.Of(literals, atoms))];
        Compassion = fairness.Compassion;
    }

    public long NodeCount => (long)_graph.StateCount * _nodes;

    /// <summary>Conditions to be met again and again: kept promises first, then what recurs.</summary>
    public int ConditionCount => _promises + _recurring.Length;

    public ImmutableArray<(int Enabled, int Taken)> Compassion { get; }

    public IEnumerable<int> InitialNodes()
    {
        for (var state = 0; state < _graph.InitialCount; state++) yield return state * _nodes;
    }

    /// <summary>The nodes of some states.</summary>
    public IEnumerable<int> NodesIn(bool[] states)
    {
        for (var state = 0; state < states.Length; state++)
            for (var i = 0; states[state] && i < _nodes; i++)
                yield return (state * _nodes) + i;
    }

    public int StateOf(int node) => node / _nodes;

    /// <summary>Whether a state atom holds in a node's state.</summary>
    public bool HoldsIn(int node, int atom) => _atoms.Holds(atom, StateOf(node), -1);

    /// <summary>Whether an atom holds on an edge.</summary>
    public bool HoldsOn(in ProductEdge edge, int atom) => _atoms.Holds(atom, StateOf(edge.From), edge.Edge);

    /// <summary>Whether an edge meets a condition.</summary>
    public bool Meets(in ProductEdge edge, int condition) => condition < _promises
        ? !edge.Reading.Postponed.Contains(condition)
        : Recurs(edge, _recurring[condition - _promises]);

    /// <summary>The cursor's next edge from a node, or false at the end. A cursor starts as <c>default</c>.</summary>
    public bool TryNext(int node, ref (int Edge, int Step) cursor, out ProductEdge edge)
    {
        var state = node / _nodes;
        var readings = _readings[node - (state * _nodes)];
        var (start, end) = _graph.Edges(state);
        for (; start + cursor.Edge < end; cursor = (cursor.Edge + 1, 0))
            while (cursor.Step < readings.Length)
            {
                var reading = readings[cursor.Step++];
                var number = start + cursor.Edge;
                if (!Reads(reading, state, number)) continue;
                edge = new ProductEdge(node, (_graph.Target(number) * _nodes) + reading.Target, number, reading);
                return true;
            }

        edge = default;
        return false;
    }

    private bool Recurs(in ProductEdge edge, AtomTest[] literals)
    {
        var state = StateOf(edge.From);
        for (var i = 0; i < literals.Length; i++)
            if (_atoms.HoldsAny(literals[i], state, edge.Edge))
                return true;
        return false;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private bool Reads(Reading reading, int state, int edge)
    {
        var tests = reading.Tests;
        for (var i = 0; i < tests.Length; i++)
            if (!_atoms.HoldAll(tests[i], state, edge))
                return false;
        return true;
    }
}

/// <summary>A step of the automaton, ready to read steps of the graph.</summary>
internal sealed record Reading(AtomTest[] Tests, int Target, ImmutableArray<int> Postponed);

/// <summary>An edge of the product: a step of the graph read by a step of the automaton.</summary>
internal readonly record struct ProductEdge(int From, int To, int Edge, Reading Reading);
