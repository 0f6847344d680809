using System.Collections.Immutable;
using Verified.Tla.Evaluation;

namespace Verified.Checking.Liveness;

/// <summary>A transition-based generalised Büchi automaton that accepts the behaviours of a temporal formula.</summary>
/// <remarks>
/// A node is the set of formulas that must hold from here on. Reading a step, <c>[]F</c> demands F now and itself later;
/// <c>&lt;>F</c> demands F now, or postpones itself. A run is accepted if no <c>&lt;>F</c> is postponed for ever.
/// Source: Couvreur, <i>On-the-fly verification of linear temporal logic</i> (1999).
/// </remarks>
internal sealed class Automaton
{
    private const int MaxNodes = 4096;

    private readonly List<ImmutableArray<AutomatonStep>> _steps = [];
    private readonly Dictionary<Temporal, int> _promises = new(ReferenceEqualityComparer.Instance);
    private readonly Dictionary<string, int> _nodes = new(StringComparer.Ordinal);
    private readonly Dictionary<Temporal, int> _numbers = new(ReferenceEqualityComparer.Instance);
    private readonly Queue<Temporal[]> _pending = new();

    private Automaton()
    {
    }

    /// <summary>Node 0 is where runs begin.</summary>
    public int NodeCount => _steps.Count;

    /// <summary>How many <c>&lt;>F</c> can be postponed: the acceptance sets.</summary>
    public int PromiseCount => _promises.Count;

    public ImmutableArray<AutomatonStep> StepsFrom(int node) => _steps[node];

    /// <exception cref="LivenessLimitException">The formula needs too large an automaton.</exception>
    public static Automaton Of(Temporal formula, AtomTable atoms)
    {
        var automaton = new Automaton();
        automaton.NodeOf([formula]);
        while (automaton._pending.TryDequeue(out var obligations))
        {
            var steps = ImmutableArray.CreateBuilder<AutomatonStep>();
            automaton.Expand([.. obligations], [], [], [], [], atoms, steps);
            automaton._steps.Add(steps.ToImmutable());
        }

        return automaton;
    }

    /// <summary>The automaton of one node that accepts every behaviour.</summary>
    public static Automaton OfAnything()
    {
        var automaton = new Automaton();
        automaton._steps.Add([new AutomatonStep([], 0, [])]);
        return automaton;
    }

    private int NodeOf(IReadOnlyCollection<Temporal> obligations)
    {
        var ordered = obligations.OrderBy(Number).ToArray();
        var key = string.Join(',', ordered.Select(Number));
        if (_nodes.TryGetValue(key, out var node)) return node;
        if (_nodes.Count == MaxNodes) throw new LivenessLimitException();
        _pending.Enqueue(ordered);
        return _nodes[key] = _nodes.Count;
    }

    private int Number(Temporal formula) =>
        _numbers.TryGetValue(formula, out var number) ? number : _numbers[formula] = _numbers.Count;

    private int Promise(Temporal formula) =>
        _promises.TryGetValue(formula, out var promise) ? promise : _promises[formula] = _promises.Count;

    private void Expand(
        ImmutableStack<Temporal> todo,
        ImmutableHashSet<Temporal> done,
        ImmutableArray<(int Atom, bool IsNegated)> literals,
        ImmutableHashSet<Temporal> next,
        ImmutableArray<int> postponed,
        AtomTable atoms,
        ImmutableArray<AutomatonStep>.Builder steps)
    {
        done = done.WithComparer(ReferenceEqualityComparer.Instance);
        next = next.WithComparer(ReferenceEqualityComparer.Instance);
        while (!todo.IsEmpty)
        {
            todo = todo.Pop(out var formula);
            if (done.Contains(formula)) continue;
            done = done.Add(formula);
            switch (formula)
            {
                case Temporal.Atom atom:
                    literals = literals.Add((atoms.Add(atom.Formula), atom.IsNegated));
                    break;
                case Temporal.And and:
                    foreach (var item in and.Items) todo = todo.Push(item);
                    break;
                case Temporal.Or or:
                    foreach (var item in or.Items)
                        Expand(todo.Push(item), done, literals, next, postponed, atoms, steps);
                    return;
                case Temporal.Always always:
                    todo = todo.Push(always.Body);
                    next = next.Add(always);
                    break;
                case Temporal.Eventually eventually:
                    Expand(todo.Push(eventually.Body), done, literals, next, postponed, atoms, steps);
                    next = next.Add(eventually);
                    postponed = postponed.Add(Promise(eventually));
                    break;
                default:
                    throw new System.Diagnostics.UnreachableException();
            }
        }

        steps.Add(new AutomatonStep(literals, NodeOf(next), postponed));
    }
}

/// <summary>A step of the automaton: it reads a step that satisfies the literals, and leaves promises for later.</summary>
internal sealed record AutomatonStep(
    ImmutableArray<(int Atom, bool IsNegated)> Literals, int Target, ImmutableArray<int> Postponed);

/// <summary>The formula is too large for this engine.</summary>
internal sealed class LivenessLimitException : Exception;
