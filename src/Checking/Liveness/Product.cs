using System.Collections.Immutable;

namespace Verified.Checking.Liveness;

/// <summary>The behaviours of the graph that the automaton follows; computed as they are asked for.</summary>
/// <remarks>A node is <c>state × automaton nodes + automaton node</c>.</remarks>
internal sealed class Product(BehaviourGraph graph, Automaton automaton, AtomTable atoms, FairnessConditions fairness)
{
    public long NodeCount => (long)graph.StateCount * automaton.NodeCount;

    /// <summary>Conditions to be met again and again: kept promises first, then what recurs.</summary>
    public int ConditionCount => automaton.PromiseCount + fairness.Recurring.Length;

    public ImmutableArray<(int Enabled, int Taken)> Compassion => fairness.Compassion;

    public IEnumerable<int> InitialNodes()
    {
        for (var state = 0; state < graph.InitialCount; state++) yield return state * automaton.NodeCount;
    }

    public int StateOf(int node) => node / automaton.NodeCount;

    /// <summary>Whether a state atom holds in a node's state.</summary>
    public bool HoldsIn(int node, int atom) => atoms.Holds(atom, StateOf(node), -1);

    /// <summary>Whether an atom holds on an edge.</summary>
    public bool HoldsOn(ProductEdge edge, int atom) => atoms.Holds(atom, StateOf(edge.From), edge.Edge);

    /// <summary>Whether an edge meets a condition.</summary>
    public bool Meets(ProductEdge edge, int condition) => condition < automaton.PromiseCount
        ? !edge.Step.Postponed.Contains(condition)
        : Recurs(edge, fairness.Recurring[condition - automaton.PromiseCount]);

    /// <summary>The cursor's next edge from a node, or false at the end. A cursor starts as <c>default</c>.</summary>
    public bool TryNext(int node, ref (int Edge, int Step) cursor, out ProductEdge edge)
    {
        var state = StateOf(node);
        var steps = automaton.StepsFrom(node % automaton.NodeCount);
        var (start, end) = graph.Edges(state);
        for (; start + cursor.Edge < end; cursor = (cursor.Edge + 1, 0))
            while (cursor.Step < steps.Length)
            {
                var step = steps[cursor.Step++];
                var number = start + cursor.Edge;
                if (!Reads(step, state, number)) continue;
                edge = new ProductEdge(node, (graph.Target(number) * automaton.NodeCount) + step.Target, number, step);
                return true;
            }

        edge = default;
        return false;
    }

    private bool Recurs(ProductEdge edge, ImmutableArray<(int Atom, bool IsNegated)> literals)
    {
        foreach (var (atom, isNegated) in literals)
            if (HoldsOn(edge, atom) != isNegated)
                return true;
        return false;
    }

    private bool Reads(AutomatonStep step, int state, int edge)
    {
        foreach (var (atom, isNegated) in step.Literals)
            if (atoms.Holds(atom, state, edge) == isNegated)
                return false;
        return true;
    }
}

/// <summary>An edge of the product: a step of the graph read by a step of the automaton.</summary>
internal readonly record struct ProductEdge(int From, int To, int Edge, AutomatonStep Step);
