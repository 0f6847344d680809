using Verified.Checking.Exploration;
using Verified.Checking.Models;
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
    private readonly Model _model;
    private readonly Evaluator _formulas;
    private readonly StateIdentity _identity;
    private readonly List<int> _levels = [];
    private Value[]? _expanding;
    private int _level;

    private BehaviourGraph(Model model)
    {
        _model = model;
        _formulas = new Evaluator(model.Compiled);
        _identity = new StateIdentity(model, _formulas);
    }

    /// <summary>How many steps and initial states are not in the graph because of a constraint, a view or a symmetry. What
    /// is there are true steps between true states.</summary>
    public long LeftOut { get; private set; }

    public int StateCount => _states.Count;

    public int EdgeCount => _targets.Count;

    /// <summary>The first states are the initial ones.</summary>
    public int InitialCount { get; private set; }

    public Value[] State(int index) => _states[index];

    /// <summary>The edges of a state: their numbers run from Start to End, exclusive.</summary>
    public (int Start, int End) Edges(int state) => (_rows[state], _rows[state + 1]);

    public int Target(int edge) => _targets[edge];

    /// <summary>Explores again, breadth-first, keeping states and steps; each step once, a stuttering one first.</summary>
    /// <exception cref="OperationCanceledException">It was cancelled, or takes more memory than is allowed.</exception>
    public static BehaviourGraph Build(Model model, long memoryLimit, CancellationToken cancellation)
    {
        var graph = new BehaviourGraph(model);
        var evaluator = new Evaluator(model.Compiled);
        graph._level = 1;
        evaluator.InitialStates(graph);
        graph.InitialCount = graph._states.Count;
        for (var i = 0; i < graph._states.Count; i++)
        {
            cancellation.ThrowIfCancellationRequested();
            if (i % 1024 == 0 && memoryLimit != long.MaxValue && GC.GetTotalMemory(false) > memoryLimit)
                throw new OperationCanceledException("out of memory");
            graph._row.Clear();
            graph._row.Add(i);
            graph._targets.Add(i);
            graph._expanding = graph._states[i];
            graph._level = graph._levels[i] + 1;
            evaluator.Host.Level = graph._levels[i];
            evaluator.Successors(graph._states[i], graph);
            graph._rows.Add(graph._targets.Count);
        }

        graph._indices.Clear();
        return graph;
    }

    public override bool OnState(Evaluator from, ReadOnlySpan<Value> state, ActionLabel? action)
    {
        Value[]? kept = null;
        if (_model.IsReduced && !InModel(kept = state.ToArray()))
        {
            LeftOut++;
            return false;
        }

        _formulas.Host.Level = _level;
        var identity = _identity.Of(state);
        if (!_indices.TryGetValue(identity, out var index))
        {
            index = _states.Count;
            _indices.Add(identity, index);
            _states.Add(kept ?? state.ToArray());
            _levels.Add(_level);
        }
        else if (kept is not null && StateFingerprint.Of(kept) != StateFingerprint.Of(_states[index]))
        {
            // Another state of the same identity: the step to the one that was kept is not a step of the specification.
            LeftOut++;
            return false;
        }

        if (action is not null && _row.Add(index)) _targets.Add(index);
        return false;
    }

    private bool InModel(Value[] state)
    {
        _formulas.Host.Level = _level;
        foreach (var constraint in _model.Constraints)
            if (!_formulas.Test(constraint, state))
                return false;
        if (_expanding is null) return true;
        _formulas.Host.Level = _level - 1;
        foreach (var constraint in _model.ActionConstraints)
            if (!_formulas.Test(constraint, _expanding, state))
                return false;
        return true;
    }
}
