using System.Collections.Immutable;
using Verified.Checking.Models;
using Verified.Tla.Evaluation;
using Verified.Tla.Values;

namespace Verified.Checking.Exploration;

/// <summary>Finds the states of a trace again from their fingerprints: O(branching) evaluations for each step.</summary>
internal sealed class TraceFinder(Model model, ISearch search, EvaluationHost host) : StateSink
{
    private readonly Evaluator _evaluator = new(model.Compiled, host);
    private ulong _wanted;
    private TraceStep? _found;

    /// <summary>A shortest behaviour to a visited state, then to <paramref name="last"/> if one is given.</summary>
    public ImmutableArray<TraceStep> Find(Value[]? visitedState, Value[]? last)
    {
        var path = new List<ulong>();
        if (visitedState is not null)
            for (var f = search.FingerprintOf(visitedState); f != 0; f = search.Visited.ParentOf(f))
                path.Add(f);
        path.Reverse();
        if (last is not null) path.Add(search.FingerprintOf(last));
        var steps = ImmutableArray.CreateBuilder<TraceStep>();
        foreach (var fingerprint in path)
            steps.Add(Step(steps.Count == 0 ? null : steps[^1].State, fingerprint));
        return steps.ToImmutable();
    }

    /// <summary>The steps of a behaviour whose states are known; one that no action takes is stuttering.</summary>
    public ImmutableArray<TraceStep> Follow(IReadOnlyList<Value[]> states)
    {
        var steps = ImmutableArray.CreateBuilder<TraceStep>();
        foreach (var state in states)
        {
            (_wanted, _found) = (search.FingerprintOf(state), null);
            if (steps.Count == 0) _evaluator.InitialStates(this);
            else _evaluator.Successors([.. steps[^1].State], this);
            steps.Add(_found ?? new TraceStep("Stuttering", [], [.. state]));
        }

        return steps.ToImmutable();
    }

    public override bool OnState(Evaluator from, ReadOnlySpan<Value> state, ActionLabel? action)
    {
        if (search.FingerprintOf(state) != _wanted) return false;
        _found = new TraceStep(action?.Name, Arguments(from, action), [.. state]);
        return true;
    }

    private TraceStep Step(ImmutableArray<Value>? from, ulong to)
    {
        (_wanted, _found) = (to, null);
        if (from is { } state) _evaluator.Successors([.. state], this);
        else _evaluator.InitialStates(this);
        return _found ?? throw new InvalidOperationException("a step of the trace cannot be found again");
    }

    private static ImmutableArray<(string, Value)> Arguments(Evaluator from, ActionLabel? action) => action is null
        ? []
        : [.. action.Parameters.Zip(from.ArgumentsOf(action))];
}
