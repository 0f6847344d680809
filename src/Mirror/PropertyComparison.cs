using Verified.Checking.Models;
using Verified.Tla.Evaluation;

namespace Verified.Mirror;

/// <summary>The properties of both sides, in every state and on every step.</summary>
internal sealed class PropertyComparison
{
    private readonly List<(string Name, Formula Specified, Func<object?, object, bool> Mirrored)> _states = [];
    private readonly List<(string Name, Formula Specified, Func<object?, object, bool> Mirrored)> _steps = [];
    private readonly Evaluator _evaluator;
    private readonly Model _model;

    public PropertyComparison(MirrorModule mirror, object mirrorModel, Model model)
    {
        var compiled = model.Compiled;
        _model = model;
        foreach (var name in NameComparison.Properties(compiled.Module, mirror.Name))
        {
            if (!compiled.Module.TryFind<Tla.Semantics.Definition>(name, out var definition)
                || mirror.Property(name, mirrorModel) is not { } mirrored)
                throw new MirrorShapeException($"{mirror.Name}.{name} takes other arguments than a property does");
            foreach (var part in compiled.Property(definition))
                if (part.Formula is { } formula)
                    (part.Kind == TemporalKind.Action ? _steps : _states).Add((name, formula, mirrored));
        }

        _evaluator = new Evaluator(compiled);
    }

    /// <summary>What differs in a state, or null.</summary>
    public string? InState(GraphState state)
    {
        foreach (var (name, specified, mirrored) in _states)
            if (_evaluator.Test(specified, state.Values) is var truth && truth != mirrored(null, state.Mirrored!))
                return Say(name, truth);
        return null;
    }

    /// <summary>What differs on a step, or null.</summary>
    public string? OnStep(GraphState from, GraphState to)
    {
        foreach (var (name, specified, mirrored) in _steps)
            if (_evaluator.Test(specified, from.Values, to.Values) is var truth
                && truth != mirrored(from.Mirrored, to.Mirrored!))
                return Say(name, truth);
        return null;
    }

    /// <summary>Whether the step, or the state it leads to if that is new, violates a property of the model itself.</summary>
    public bool ModelIsViolated(GraphState from, GraphState to, bool isNew)
    {
        if (isNew)
            foreach (var invariant in _model.Invariants)
                if (!_evaluator.Test(invariant, to.Values))
                    return true;
        foreach (var property in _model.ActionProperties)
            if (!_evaluator.Test(property, from.Values, to.Values))
                return true;
        return false;
    }

    private static string Say(string name, bool truth) =>
        $"{name} is {(truth ? "TRUE" : "FALSE")} in the specification and {(truth ? "false" : "true")} in the mirror.";
}
