using Verified.Checking.Exploration;
using Verified.Tla.Evaluation;
using Verified.Tla.Values;

namespace Verified.Checking.Liveness;

/// <summary>The reachable states with their steps, in compressed rows. Every state may also stutter.</summary>
internal sealed class BehaviourGraph : StateSink
{
    private readonly Dictionary<ulong, int> _indices = [];
    private readonly List<Value[]> _states = [];
    private readonly List<int> _targets = [];
    private readonly List<int> _rows = [0];
    private readonly HashSet<int> _row = [];

    private BehaviourGraph()
    {
    }

    public int StateCount => _states.Count;

    public int EdgeCount => _targets.Count;

    /// <summary>The first states are the initial ones.</summary>
    public int InitialCount { get; private set; }

    public Value[] State(int index) => _states[index];

    /// <summary>The edges of a state: their numbers run from Start to End, exclusive.</summary>
    public (int Start, int End) Edges(int state) => (_rows[state], _rows[state + 1]);

    public int Target(int edge) => _targets[edge];

    /// <summary>Explores again, breadth-first, keeping states and steps; each step once, a stuttering one first.</summary>
    public static BehaviourGraph Build(CompiledModel model, CancellationToken cancellation)
    {
        var graph = new BehaviourGraph();
        var evaluator = new Evaluator(model);
        evaluator.InitialStates(graph);
        graph.InitialCount = graph._states.Count;
        for (var i = 0; i < graph._states.Count; i++)
        {
            cancellation.ThrowIfCancellationRequested();
            graph._row.Clear();
            graph._row.Add(i);
            graph._targets.Add(i);
            evaluator.Successors(graph._states[i], graph);
            graph._rows.Add(graph._targets.Count);
        }

        graph._indices.Clear();
        return graph;
    }

    public override bool OnState(Evaluator from, ReadOnlySpan<Value> state, ActionLabel? action)
    {
        var fingerprint = StateFingerprint.Of(state);
        if (!_indices.TryGetValue(fingerprint, out var index))
        {
            index = _states.Count;
            _indices.Add(fingerprint, index);
            _states.Add(state.ToArray());
        }

        if (action is not null && _row.Add(index)) _targets.Add(index);
        return false;
    }
}
