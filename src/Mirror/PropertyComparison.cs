using System.Collections.Immutable;
using Verified.Checking.Models;
using Verified.Tla.Evaluation;
using Verified.Tla.Semantics;

namespace Verified.Mirror;

/// <summary>The properties of both sides, in every state and on every step; and those of the model itself.</summary>
internal sealed class PropertyComparison
{
    private readonly List<Compared> _states = [];
    private readonly List<Compared> _steps = [];
    private readonly ImmutableArray<Formula> _otherInvariants;
    private readonly Evaluator _evaluator;

    public PropertyComparison(MirrorModule mirror, object mirrorModel, Model model)
    {
        var compiled = model.Compiled;
        var checkedNames = model.Invariants.Concat(model.ActionProperties).Select(f => f.Name).ToHashSet();
        foreach (var name in NameComparison.Properties(compiled, mirror.Name))
        {
            if (!compiled.Module.TryFind<Definition>(name, out var definition)
                || mirror.Property(name, mirrorModel) is not { } mirrored)
                throw new MirrorShapeException($"{mirror.Name}.{name} takes other arguments than a property does");
            if (definition.Level <= Level.State)
                _states.Add(new Compared(
                    name, [compiled.Formula(name, definition.Body)], mirrored, checkedNames.Contains(name)));
            else
                _steps.Add(new Compared(
                    name, [.. compiled.Property(definition).Select(p => p.Formula!)], mirrored, checkedNames.Contains(name)));
        }

        // What the model asks beyond the claims of the module: above all, that an interesting state is not reached.
        var compared = _states.Select(c => c.Name).ToHashSet();
        _otherInvariants = [.. model.Invariants.Where(f => f.Name != "TypeOK" && !compared.Contains(f.Name))];
        _evaluator = new Evaluator(compiled);
    }

    /// <summary>A property of the model itself was false in some state or on some step seen so far.</summary>
    public bool ModelIsViolated { get; private set; }

    /// <summary>What differs in a state, or null.</summary>
    public string? InState(GraphState state)
    {
        foreach (var property in _states)
        {
            var specified = Array.TrueForAll(property.Specified, f => _evaluator.Test(f, state.Values));
            if (Differ(property, specified, property.Mirrored(null, state.Mirrored!)) is { } difference)
                return difference;
        }

        foreach (var invariant in _otherInvariants)
            ModelIsViolated |= !_evaluator.Test(invariant, state.Values);
        return null;
    }

    /// <summary>What differs on a step, or null.</summary>
    public string? OnStep(GraphState from, GraphState to)
    {
        foreach (var property in _steps)
        {
            var specified = Array.TrueForAll(property.Specified, f => _evaluator.Test(f, from.Values, to.Values));
            if (Differ(property, specified, property.Mirrored(from.Mirrored, to.Mirrored!)) is { } difference)
                return difference;
        }

        return null;
    }

    private string? Differ(Compared property, bool specified, bool mirrored)
    {
        if (!specified && property.IsOfModel) ModelIsViolated = true;
        return specified == mirrored
            ? null
            : $"{property.Name} is {(specified ? "TRUE" : "FALSE")} in the specification and {(mirrored ? "true" : "false")} in the mirror.";
    }

    private sealed record Compared(
        string Name, Formula[] Specified, Func<object?, object, bool> Mirrored, bool IsOfModel);
}
