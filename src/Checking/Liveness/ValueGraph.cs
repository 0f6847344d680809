using Verified.Checking.Exploration;
using Verified.Checking.Models;
using Verified.Tla.Evaluation;
using Verified.Tla.Values;

namespace Verified.Checking.Liveness;

/// <summary>A graph of states that are values.</summary>
internal sealed class ValueGraph(Model model) : BehaviourGraph
{
    private readonly Dictionary<ulong, int> _numbers = [];
    private readonly List<Value[]> _states = [];

    public static ValueGraph Build(Model model, CancellationToken cancellation)
    {
        var graph = new ValueGraph(model);
        var evaluator = new Evaluator(model.Compiled);
        var sink = new Sink(graph);
        graph.Explore(
            () => evaluator.InitialStates(sink),
            state => evaluator.Successors(graph._states[state], sink), cancellation);
        graph._numbers.Clear();
        return graph;
    }

    public override Value[] State(int index) => _states[index];

    public override IAtomJudge Judge(AtomTable atoms) => new ValueJudge(this, model, atoms);

    private sealed class Sink(ValueGraph graph) : StateSink
    {
        public override bool OnState(Evaluator from, ReadOnlySpan<Value> state, ActionLabel? action)
        {
            var fingerprint = StateFingerprint.Of(state);
            if (!graph._numbers.TryGetValue(fingerprint, out var number))
            {
                graph._numbers.Add(fingerprint, number = graph.AddState());
                graph._states.Add(state.ToArray());
            }

            if (action is not null) graph.AddEdge(number);
            return false;
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
