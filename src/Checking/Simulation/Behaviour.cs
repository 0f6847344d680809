using System.Collections.Immutable;
using Verified.Checking.Models;
using Verified.Tla.Evaluation;
using Verified.Tla.Source;
using Verified.Tla.Values;

namespace Verified.Checking.Simulation;

/// <summary>What ended a behaviour that says something.</summary>
/// <param name="Trace">The behaviour up to there.</param>
/// <param name="Property">The property that its last state or step violates; null for a deadlock or a fault.</param>
/// <param name="FalseConjunct">Where that property is false.</param>
/// <param name="Fault">A formula without a value, or a construct that is refused; else null.</param>
internal sealed record BehaviourEnd(
    ImmutableArray<TraceStep> Trace, Formula? Property, Span? FalseConjunct, Exception? Fault);

/// <summary>One random behaviour: each next state is one of the successors, each as likely as any other.</summary>
internal sealed class Behaviour : StateSink
{
    private readonly Model _model;
    private readonly CheckOptions _options;
    private readonly CancellationToken _cancellation;
    private readonly Evaluator _successors;
    private readonly Evaluator _formulas;
    private readonly Random _random;
    private readonly List<TraceStep> _steps = [];
    private readonly List<TraceStep> _candidates = [];

    public Behaviour(Model model, CheckOptions options, EvaluationHost host, CancellationToken cancellation)
    {
        _model = model;
        _options = options;
        _cancellation = cancellation;
        _successors = new Evaluator(model.Compiled, host);
        _formulas = new Evaluator(model.Compiled, host);
        _random = new Random(host.Seed);
    }

    /// <summary>How many states it has.</summary>
    public int Length => _steps.Count;

    /// <summary>Follows it to the depth that the options give, to a state without successor inside the model, or to what
    /// this returns.</summary>
    public BehaviourEnd? Follow()
    {
        try
        {
            while (_steps.Count < Math.Min(_options.Depth, CheckOptions.SimulationDepth) && !_cancellation.IsCancellationRequested)
                if (!TryStep(out var end))
                    return end;
            return null;
        }
        catch (Exception fault) when (fault is EvaluationException or UnsupportedException)
        {
            return new BehaviourEnd([.. _steps], null, null, fault);
        }
    }

    public override bool OnState(Evaluator from, ReadOnlySpan<Value> state, ActionLabel? action)
    {
        _candidates.Add(new TraceStep(
            action?.Name,
            action is null ? [] : [.. action.Parameters.Zip(from.ArgumentsOf(action))],
            [.. state]));
        return false;
    }

    private bool TryStep(out BehaviourEnd? end)
    {
        end = null;
        Value[]? current = _steps.Count == 0 ? null : [.. _steps[^1].State];
        _candidates.Clear();
        _successors.Host.Level = _steps.Count;
        if (current is null) _successors.InitialStates(this);
        else _successors.Successors(current, this);
        if (_candidates.Count == 0)
        {
            if (current is not null && _model.CheckDeadlock && !_options.AllowDeadlock)
                end = new BehaviourEnd([.. _steps], null, null, null);
            return false;
        }

        while (_candidates.Count > 0)
        {
            var place = _random.Next(_candidates.Count);
            var step = _candidates[place];
            _candidates.RemoveAt(place);
            Value[] state = [.. step.State];
            _successors.Host.Level = _steps.Count + 1;
            end = Judge(step, state, current);
            if (end is not null) return false;
            if (!IsInModel(state, current)) continue;
            _steps.Add(step);
            return true;
        }

        return false;
    }

    private BehaviourEnd? Judge(TraceStep step, Value[] state, Value[]? from)
    {
        var violated = FirstViolated(_model.Invariants, state, []);
        if (from is null) violated ??= FirstViolated(_model.InitialProperties, state, []);
        else violated ??= FirstViolated(_model.ActionProperties, from, state);
        return violated is var (property, conjunct)
            ? new BehaviourEnd([.. _steps, step], property, conjunct, null)
            : null;
    }

    private (Formula, Span)? FirstViolated(ImmutableArray<Formula> formulas, Value[] state, Value[] next)
    {
        foreach (var formula in formulas)
            if (!_formulas.Test(formula, state, next))
                return (formula, _formulas.FirstFalseConjunct(formula, state, next));
        return null;
    }

    private bool IsInModel(Value[] state, Value[]? from)
    {
        foreach (var constraint in _model.Constraints)
            if (!_formulas.Test(constraint, state))
                return false;
        foreach (var constraint in _model.ActionConstraints)
            if (from is not null && !_formulas.Test(constraint, from, state))
                return false;
        return true;
    }
}
