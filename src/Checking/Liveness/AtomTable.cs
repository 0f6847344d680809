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

    private void Evaluate(IAtomJudge judge, BehaviourGraph graph, int state)
    {
        judge.Enter(state);
        for (var atom = 0; atom < _atoms.Count; atom++)
            if (!IsStep(atom) && judge.Holds(atom))
                Set(_states, state, atom);
        if (!_hasSteps) return;
        var (start, end) = graph.Edges(state);
        for (var edge = start; edge < end; edge++)
        {
            judge.Step(graph.Target(edge));
            for (var atom = 0; atom < _atoms.Count; atom++)
                if (IsStep(atom) && judge.HoldsOn(atom))
                    Set(_edges, edge, atom);
        }
    }

    private void Set(ulong[] table, int row, int atom) =>
        table[(row * _words) + (atom >> 6)] |= 1UL << (atom & 63);
}
