using System.Collections.Concurrent;
using System.Collections.Immutable;
using Verified.Tla.Evaluation;
using Verified.Tla.Packing;
using Verified.Tla.Values;

namespace Verified.Checking.Liveness;

/// <summary>A graph of packed states, as they were recorded; what a constraint excludes is left out.</summary>
/// <remarks>The states are numbered anew, breadth-first: so the graph is the same however many threads recorded it.</remarks>
internal sealed class PackedGraph : BehaviourGraph
{
    private readonly PackedModel _packed;
    private readonly BehaviourRecord _record;
    private readonly ConcurrentStack<PackedEvaluator> _judges = new();

    // For each state its number in the record.
    private readonly List<int> _recorded = [];

    // For each state the steps that it enables, and for each edge those that it is: numbers of sets.
    private readonly List<int> _enabled = [];
    private readonly List<int> _taken = [];
    private readonly List<UInt128> _sets = [];
    private readonly int _width;

    private PackedGraph(PackedModel packed, ImmutableArray<PackedEvaluator> evaluators, BehaviourRecord record)
    {
        (_packed, _record, _width) = (packed, record, packed.Layout.Width);
        LeftOut = record.Recorders.Sum(r => r.LeftOut);
        foreach (var evaluator in evaluators) _judges.Push(evaluator);
    }

    /// <param name="evaluators">Those that have seen the states already know most of what is asked of them.</param>
    public static PackedGraph Build(
        PackedModel packed, ImmutableArray<PackedEvaluator> evaluators, BehaviourRecord record, long memoryLimit,
        CancellationToken cancellation)
    {
        var graph = new PackedGraph(packed, evaluators, record);
        graph._sets.Add(record.Steps.Stuttering);
        var rows = new RecordedRows(record, graph._sets);
        var numbers = new int[rows.Count];
        Array.Fill(numbers, -1);
        graph.Explore(
            () =>
            {
                foreach (var state in record.Initial) NumberOf(state);
            },
            Successors, memoryLimit, cancellation);
        record.ForgetSteps();
        return graph;

        void Successors(int state)
        {
            var (row, sets) = rows.Of(graph._recorded[state]);
            graph._enabled.Add(sets + row[1]);
            graph._taken.Add(0);
            for (var i = 3; i < row.Count; i += 2)
                if (row[i] != row[0])
                {
                    graph.AddEdge(NumberOf(row[i]));
                    graph._taken.Add(sets + row[i + 1]);
                }
        }

        int NumberOf(int recorded)
        {
            if (numbers[recorded] >= 0) return numbers[recorded];
            graph._recorded.Add(recorded);
            return numbers[recorded] = graph.AddState();
        }
    }

    public override long LeftOut { get; }

    public override int FollowedBit(TemporalStep step) => _record.Steps.BitOf(step);

    public override UInt128 Enabled(int state) => _sets[_enabled[state]];

    public override UInt128 Taken(int edge) => _sets[_taken[edge]];

    public override Value[] State(int index) => _packed.Layout.Decode(Words(index));

    public override IAtomJudge Judge(AtomTable atoms) =>
        new PackedJudge(
            this, _judges.TryPop(out var free) ? free : new PackedEvaluator(_packed, new EvaluationHost()), atoms);

    private Span<int> Words(int state) => _record.Words(_recorded[state]);

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
