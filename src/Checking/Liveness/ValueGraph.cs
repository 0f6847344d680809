using Verified.Checking.Exploration;
using Verified.Checking.Models;
using Verified.Tla.Evaluation;
using Verified.Tla.Values;

namespace Verified.Checking.Liveness;

/// <summary>A graph of states that are values.</summary>
internal sealed class ValueGraph : BehaviourGraph
{
    private readonly Dictionary<ulong, int> _numbers = [];
    private readonly List<Value[]> _states = [];
    private readonly List<int> _levels = [];
    private readonly Model _model;
    private long _leftOut;

    private ValueGraph(Model model) => _model = model;

    public override long LeftOut => _leftOut;

    public static ValueGraph Build(Model model, long memoryLimit, CancellationToken cancellation)
    {
        var graph = new ValueGraph(model);
        var evaluator = new Evaluator(model.Compiled);
        var sink = new Sink(graph);
        graph.Explore(() => evaluator.InitialStates(sink), Successors, memoryLimit, cancellation);
        graph._numbers.Clear();
        return graph;

        void Successors(int state)
        {
            sink.From(state);
            evaluator.Host.Level = graph._levels[state];
            evaluator.Successors(graph._states[state], sink);
        }
    }

    public override Value[] State(int index) => _states[index];

    public override IAtomJudge Judge(AtomTable atoms) => new ValueJudge(this, _model, atoms);

    private sealed class Sink : StateSink
    {
        private readonly ValueGraph _graph;
        private readonly Evaluator _formulas;
        private readonly StateIdentity _identity;
        private Value[]? _expanding;
        private int _level = 1;

        public Sink(ValueGraph graph)
        {
            _graph = graph;
            _formulas = new Evaluator(graph._model.Compiled);
            _identity = new StateIdentity(graph._model, _formulas);
        }

        public void From(int state) => (_expanding, _level) = (_graph._states[state], _graph._levels[state] + 1);

        public override bool OnState(Evaluator from, ReadOnlySpan<Value> state, ActionLabel? action)
        {
            Value[]? kept = null;
            if (_graph._model.IsReduced && !InModel(kept = state.ToArray()))
            {
                _graph._leftOut++;
                return false;
            }

            _formulas.Host.Level = _level;
            var identity = _identity.Of(state);
            if (!_graph._numbers.TryGetValue(identity, out var number))
            {
                _graph._numbers.Add(identity, number = _graph.AddState());
                _graph._states.Add(kept ?? state.ToArray());
                _graph._levels.Add(_level);
            }
            else if (kept is not null && StateFingerprint.Of(kept) != StateFingerprint.Of(_graph._states[number]))
            {
                // Another state of the same identity: the step to the one that was kept is not a step of the specification.
                _graph._leftOut++;
                return false;
            }

            if (action is not null) _graph.AddEdge(number);
            return false;
        }

        private bool InModel(Value[] state)
        {
            _formulas.Host.Level = _level;
            foreach (var constraint in _graph._model.Constraints)
                if (!_formulas.Test(constraint, state))
                    return false;
            if (_expanding is null) return true;
            _formulas.Host.Level = _level - 1;
            foreach (var constraint in _graph._model.ActionConstraints)
                if (!_formulas.Test(constraint, _expanding, state))
                    return false;
            return true;
        }
    }

    private sealed class ValueJudge(ValueGraph graph, Model model, AtomTable atoms) : IAtomJudge
    {
        private readonly Evaluator _evaluator = new(model.Compiled);
        private Value[] _state = [];
        private Value[] _next = [];

        public void Enter(int state) => _state = graph.State(state);

        public bool Holds(int atom) => _evaluator.Test(atoms[atom], _state);

        public void Step(int target) => _next = graph.State(target);

        public bool HoldsOn(int atom) => _evaluator.Test(atoms[atom], _state, _next);
    }
}
