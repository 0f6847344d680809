using System.Collections.Immutable;
using Verified.Checking.Models;
using Verified.Tla.Evaluation;
using Verified.Tla.Packing;
using Verified.Tla.Values;

namespace Verified.Checking.Exploration;

/// <summary>Finds the states of a trace again from their fingerprints: O(branching) evaluations for each step.</summary>
internal sealed class TraceFinder : StateSink
{
    private readonly VisitedStates _visited;
    private readonly Evaluator _evaluator;
    private readonly StateIdentity _identity;
    private ulong _wanted;
    private Value[]? _exactly;
    private TraceStep? _found;

    /// <param name="packed">How the states were packed that <paramref name="visited"/> knows; null if they were not.</param>
    public TraceFinder(Model model, VisitedStates visited, EvaluationHost host, PackedModel? packed = null)
    {
        _visited = visited;
        _evaluator = new Evaluator(model.Compiled, host);
        // An evaluator of its own: the view is evaluated while states are enumerated.
        _identity = new StateIdentity(model, new Evaluator(model.Compiled, host), packed);
    }

    /// <summary>A shortest behaviour to a visited state, then to <paramref name="last"/> if one is given.</summary>
    /// <param name="visitedState">The identity of the visited state; 0 for none.</param>
    /// <param name="last">A state that follows it, or an initial state.</param>
    public ImmutableArray<TraceStep> Find(ulong visitedState, Value[]? last)
    {
        var path = new List<ulong>();
        for (var f = visitedState; f != 0; f = _visited.ParentOf(f)) path.Add(f);
        path.Reverse();
        var steps = ImmutableArray.CreateBuilder<TraceStep>();
        foreach (var identity in path) steps.Add(Step(steps, identity, null));
        if (last is not null) steps.Add(Step(steps, IdentityAt(steps.Count + 1, last), last));
        return steps.ToImmutable();
    }

    /// <summary>The steps of a behaviour whose states are known; one that no action takes is stuttering.</summary>
    public ImmutableArray<TraceStep> Follow(IReadOnlyList<Value[]> states)
    {
        var steps = ImmutableArray.CreateBuilder<TraceStep>();
        foreach (var state in states)
            steps.Add(Look(steps, 0, state) ?? new TraceStep("Stuttering", [], [.. state]));
        return steps.ToImmutable();
    }

    public override bool OnState(Evaluator from, ReadOnlySpan<Value> state, ActionLabel? action)
    {
        var isExact = _exactly is not null && StateFingerprint.Of(state) == StateFingerprint.Of(_exactly);
        if (!isExact && (_found is not null || _wanted == 0 || _identity.Of(state) != _wanted)) return false;
        _found = new TraceStep(action?.Name, Arguments(from, action), [.. state]);
        return isExact || _exactly is null;
    }

    private TraceStep Step(ImmutableArray<TraceStep>.Builder before, ulong identity, Value[]? exactly) =>
        Look(before, identity, exactly)
        ?? throw new InvalidOperationException("a step of the trace cannot be found again");

    /// <summary>A step to a state: to exactly that one if it is known and follows, else to one of its identity.</summary>
    private TraceStep? Look(ImmutableArray<TraceStep>.Builder before, ulong identity, Value[]? exactly)
    {
        (_wanted, _exactly, _found) = (identity, exactly, null);
        _evaluator.Host.Level = before.Count;
        if (before.Count == 0) _evaluator.InitialStates(this);
        else _evaluator.Successors([.. before[^1].State], this);
        return _found;
    }

    // A view may speak of the level.
    private ulong IdentityAt(int level, Value[] state)
    {
        _evaluator.Host.Level = level;
        return _identity.Of(state);
    }

    private static ImmutableArray<(string, Value)> Arguments(Evaluator from, ActionLabel? action) => action is null
        ? []
        : [.. action.Parameters.Zip(from.ArgumentsOf(action))];
}
