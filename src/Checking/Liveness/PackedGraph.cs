using System.Collections.Concurrent;
using System.Collections.Immutable;
using Verified.Checking.Models;
using Verified.Tla.Evaluation;
using Verified.Tla.Packing;
using Verified.Tla.Values;

namespace Verified.Checking.Liveness;

/// <summary>A graph of packed states; what a constraint excludes is left out.</summary>
internal sealed class PackedGraph : BehaviourGraph
{
    private const int BlockStates = 4096;

    private readonly PackedModel _packed;
    private readonly PackedEvaluator _evaluator;
    private readonly FingerprintIndex _numbers;
    private readonly ConcurrentStack<PackedEvaluator> _judges = new();
    private readonly List<int[]> _blocks = [];
    private readonly PackedFormulas _constraints;
    private readonly PackedFormulas _actionConstraints;
    private readonly int _width;
    private long _leftOut;

    private PackedGraph(Model model, PackedModel packed, ImmutableArray<PackedEvaluator> evaluators, long states)
    {
        (_packed, _evaluator, _width) = (packed, evaluators[0], packed.Layout.Width);
        _constraints = _evaluator.Formulas(model.Constraints, isStep: false);
        _actionConstraints = _evaluator.Formulas(model.ActionConstraints, isStep: true);
        foreach (var evaluator in evaluators) _judges.Push(evaluator);
        _numbers = new FingerprintIndex(states);
    }

    /// <param name="evaluators">Those that have seen the states already know most of their successors.</param>
    /// <param name="states">How many there are.</param>
    public static PackedGraph Build(
        Model model, PackedModel packed, ImmutableArray<PackedEvaluator> evaluators, long states, long memoryLimit,
        CancellationToken cancellation)
    {
        var graph = new PackedGraph(model, packed, evaluators, states);
        var evaluator = graph._evaluator;
        var sink = new Sink(graph);
        graph.Explore(
            () => new Evaluator(packed.Model).InitialStates(new Initial(graph)),
            state =>
            {
                graph.Words(state).CopyTo(evaluator.Buffer);
                evaluator.Successors(PackedHash.Sum(graph.Words(state)), sink);
            },
            memoryLimit, cancellation);
        return graph;
    }

    public override long LeftOut => _leftOut;

    public override Value[] State(int index) => _packed.Layout.Decode(Words(index));

    public override IAtomJudge Judge(AtomTable atoms) =>
        new PackedJudge(
            this, _judges.TryPop(out var free) ? free : new PackedEvaluator(_packed, new EvaluationHost()), atoms);

    private Span<int> Words(int state) =>
        _blocks[state / BlockStates].AsSpan(state % BlockStates * _width, _width);

    private int NumberOf(ReadOnlySpan<int> words, ulong sum)
    {
        var fingerprint = PackedHash.Finish(sum);
        var number = _numbers.Find(fingerprint);
        if (number >= 0) return number;
        number = AddState();
        _numbers.Add(fingerprint, number);
        if (number % BlockStates == 0) _blocks.Add(new int[BlockStates * _width]);
        words.CopyTo(Words(number));
        return number;
    }

    private bool IsInModel(ulong changed)
    {
        if (!Holds(_constraints, changed)) return false;
        if (_actionConstraints.IsEmpty) return true;
        _evaluator.BeginStep();
        return Holds(_actionConstraints, changed);
    }

    private bool Holds(PackedFormulas formulas, ulong changed)
    {
        if (_evaluator.Holds(formulas, changed)) return true;
        _leftOut++;
        return false;
    }

    private sealed class Initial(PackedGraph graph) : StateSink
    {
        public override bool OnState(Evaluator from, ReadOnlySpan<Value> state, ActionLabel? action)
        {
            var words = graph._evaluator.Buffer.AsSpan(graph._width, graph._width);
            graph._packed.Layout.Encode(state, words);
            if (graph.Holds(graph._constraints, ulong.MaxValue)) graph.NumberOf(words, PackedHash.Sum(words));
            return false;
        }
    }

    private sealed class Sink(PackedGraph graph) : PackedSink
    {
        public override bool OnSuccessor(ulong sum, ulong changed)
        {
            if (graph.IsInModel(changed))
                graph.AddEdge(graph.NumberOf(graph._evaluator.Buffer.AsSpan(graph._width, graph._width), sum));
            return false;
        }
    }

    private sealed class PackedJudge : IAtomJudge
    {
        private readonly PackedGraph _graph;
        private readonly PackedEvaluator _evaluator;
        private readonly AtomTable _atoms;
        private readonly PackedFormulas[] _formulas;

        public PackedJudge(PackedGraph graph, PackedEvaluator evaluator, AtomTable atoms)
        {
            (_graph, _evaluator, _atoms) = (graph, evaluator, atoms);
            _formulas = new PackedFormulas[atoms.Count];
            for (var i = 0; i < _formulas.Length; i++)
                _formulas[i] = evaluator.Formulas([atoms[i]], atoms.IsStep(i));
        }

        public void Enter(int state)
        {
            _graph.Words(state).CopyTo(_evaluator.Buffer);
            Step(state);
        }

        public bool Holds(int atom)
        {
            try
            {
                return _evaluator.Holds(_formulas[atom], ulong.MaxValue);
            }
            catch (Exception fault) when (fault is ValueException or InsufficientExecutionStackException)
            {
                return Again(atom);
            }
        }

        public void Step(int target)
        {
            _graph.Words(target).CopyTo(_evaluator.Buffer.AsSpan(_graph._width));
            _evaluator.BeginStep();
        }

        public bool HoldsOn(int atom) => Holds(atom);

        // On values, where a fault has its place.
        private bool Again(int atom)
        {
            var (layout, buffer, width) = (_graph._packed.Layout, _evaluator.Buffer, _graph._width);
            var (state, next) = (layout.Decode(buffer), layout.Decode(buffer.AsSpan(width)));
            return new Evaluator(_graph._packed.Model).Test(_atoms[atom], state, _atoms.IsStep(atom) ? next : []);
        }
    }
}
