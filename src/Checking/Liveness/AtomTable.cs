using Verified.Checking.Exploration;
using Verified.Checking.Models;
using Verified.Tla.Evaluation;
using Verified.Tla.Semantics;

namespace Verified.Checking.Liveness;

/// <summary>The atoms of the temporal formulas, and their truth in every state and on every step.</summary>
/// <remarks>One bit each. Evaluated once, before the search, on all threads: O(atoms × edges) evaluations.</remarks>
internal sealed class AtomTable
{
    private readonly List<Formula> _atoms = [];
    private readonly Dictionary<Formula, int> _numbers = [];
    private ulong[] _states = [];
    private ulong[] _edges = [];
    private int _words;
    private bool _hasSteps;

    // The atoms that a judge tells the truth of; those that the graph knows, by the bit of their step.
    private int[] _judgedStates = [];
    private int[] _judgedSteps = [];
    private (int Atom, UInt128 Bit)[] _knownStates = [];
    private (int Atom, UInt128 Bit)[] _knownSteps = [];

    /// <summary>The number of an atom.</summary>
    public int Add(Formula atom)
    {
        if (_numbers.TryGetValue(atom, out var number)) return number;
        _atoms.Add(atom);
        return _numbers[atom] = _atoms.Count - 1;
    }

    public int Count => _atoms.Count;

    public Formula this[int atom] => _atoms[atom];

    /// <summary>Whether an atom is true of an edge, or, if it is a state formula, of the edge's first state.</summary>
    public bool Holds(int atom, int state, int edge)
    {
        var table = IsStep(atom) ? _edges : _states;
        var row = IsStep(atom) ? edge : state;
        return (table[(row * _words) + (atom >> 6)] >> (atom & 63) & 1) != 0;
    }

    /// <summary>Whether all the literals of a test hold.</summary>
    public bool HoldAll(in AtomTest test, int state, int edge) => ((Word(test, state, edge) ^ test.Wanted) & test.Mask) == 0;

    /// <summary>Whether one of the literals of a test holds.</summary>
    public bool HoldsAny(in AtomTest test, int state, int edge) => (~(Word(test, state, edge) ^ test.Wanted) & test.Mask) != 0;

    private ulong Word(in AtomTest test, int state, int edge) =>
        test.IsStep ? _edges[(edge * _words) + test.Word] : _states[(state * _words) + test.Word];

    /// <summary>Whether the atom speaks of a step, not of a state.</summary>
    public bool IsStep(int atom) => _atoms[atom].Level == Level.Action;

    /// <summary>Evaluates every atom everywhere.</summary>
    /// <exception cref="EvaluationException">An atom has no value somewhere.</exception>
    public void Evaluate(Model model, BehaviourGraph graph, int threads, CancellationToken cancellation)
    {
        _words = Math.Max(1, (_atoms.Count + 63) / 64);
        _hasSteps = _atoms.Exists(a => a.Level == Level.Action);
        _states = new ulong[checked(graph.StateCount * _words)];
        _edges = new ulong[checked((_hasSteps ? graph.EdgeCount : 0) * _words)];
        Sort(graph);
        DeepThreads.Run(model.Compiled, threads, worker =>
        {
            var judge = graph.Judge(this);
            for (var state = worker; state < graph.StateCount; state += threads)
            {
                cancellation.ThrowIfCancellationRequested();
                Evaluate(judge, graph, state);
            }
        });
    }

    private void Sort(BehaviourGraph graph)
    {
        var known = Enumerable.Range(0, _atoms.Count).Select(atom =>
            (Atom: atom, Bit: _atoms[atom].Step is { } step ? graph.FollowedBit(step) : -1)).ToLookup(a => a.Bit >= 0);
        _judgedStates = [.. known[false].Select(a => a.Atom).Where(a => !IsStep(a))];
        _judgedSteps = [.. known[false].Select(a => a.Atom).Where(IsStep)];
        _knownStates = [.. known[true].Where(a => !IsStep(a.Atom)).Select(a => (a.Atom, UInt128.One << a.Bit))];
        _knownSteps = [.. known[true].Where(a => IsStep(a.Atom)).Select(a => (a.Atom, UInt128.One << a.Bit))];
    }

    private void Evaluate(IAtomJudge judge, BehaviourGraph graph, int state)
    {
        if (_judgedStates.Length > 0 || _judgedSteps.Length > 0) judge.Enter(state);
        foreach (var atom in _judgedStates)
            if (judge.Holds(atom))
                Set(_states, state, atom);
        SetKnown(_states, state, _knownStates, graph.Enabled(state));
        if (!_hasSteps) return;
        var (start, end) = graph.Edges(state);
        for (var edge = start; edge < end; edge++)
        {
            SetKnown(_edges, edge, _knownSteps, graph.Taken(edge));
            if (_judgedSteps.Length == 0) continue;
            judge.Step(graph.Target(edge));
            foreach (var atom in _judgedSteps)
                if (judge.HoldsOn(atom))
                    Set(_edges, edge, atom);
        }
    }

    private void SetKnown(ulong[] table, int row, (int Atom, UInt128 Bit)[] atoms, UInt128 steps)
    {
        if (steps == 0) return;
        foreach (var (atom, bit) in atoms)
            if ((steps & bit) != 0)
                Set(table, row, atom);
    }

    private void Set(ulong[] table, int row, int atom) =>
        table[(row * _words) + (atom >> 6)] |= 1UL << (atom & 63);
}
