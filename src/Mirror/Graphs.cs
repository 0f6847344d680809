using Verified.Checking.Models;
using Verified.Tla.Evaluation;
using Verified.Tla.Semantics;
using Verified.Tla.Values;

namespace Verified.Mirror;

/// <summary>A state as values of the specification; equal when the values are.</summary>
/// <param name="Values">In the order of the specification's variables.</param>
/// <param name="Mirrored">The mirror's state that it was mapped from; null where the specification made it.</param>
internal sealed record GraphState(Value[] Values, object? Mirrored)
{
    public bool Equals(GraphState? other)
    {
        if (other is null) return false;
        for (var i = 0; i < Values.Length; i++)
            if (!Values[i].Equals(other.Values[i]))
                return false;
        return true;
    }

    public override int GetHashCode()
    {
        var hash = new HashCode();
        foreach (var value in Values) hash.Add(value.Fingerprint);
        return hash.ToHashCode();
    }
}

/// <summary>A labelled transition: an action with its arguments, and where it leads.</summary>
internal sealed record Transition(ActionInstance Action, GraphState To);

/// <summary>An action with its arguments; equal when both are.</summary>
internal sealed class ActionInstance(string name, Value[] arguments) : IEquatable<ActionInstance>
{
    private readonly int _hash = HashOf(name, arguments);

    public bool Equals(ActionInstance? other)
    {
        if (ReferenceEquals(this, other)) return true;
        if (other is null || other._hash != _hash || other.Name != name) return false;
        for (var i = 0; i < arguments.Length; i++)
            if (!arguments[i].Equals(other.Arguments[i]))
                return false;
        return true;
    }

    public override bool Equals(object? obj) => Equals(obj as ActionInstance);

    public override int GetHashCode() => _hash;

    /// <summary><c>AppendEvents(s1, …)</c>.</summary>
    public override string ToString() => $"{name}({string.Join(", ", arguments.AsEnumerable())})";

    private string Name => name;

    private Value[] Arguments => arguments;

    private static int HashOf(string name, Value[] arguments)
    {
        var hash = new HashCode();
        hash.Add(name, StringComparer.Ordinal);
        foreach (var argument in arguments) hash.Add(argument.Fingerprint);
        return hash.ToHashCode();
    }
}

/// <summary>The graph of the specification.</summary>
internal sealed class SpecificationGraph(CompiledModel compiled) : StateSink
{
    private readonly Evaluator _evaluator = new(compiled);
    private readonly HashSet<GraphState> _states = [];
    private HashSet<Transition> _transitions = [];

    public HashSet<GraphState> Initial()
    {
        _states.Clear();
        _evaluator.InitialStates(this);
        return _states;
    }

    public HashSet<Transition> Successors(GraphState state)
    {
        _transitions = [];
        _evaluator.Successors(state.Values, this);
        return _transitions;
    }

    public override bool OnState(Evaluator from, ReadOnlySpan<Value> state, ActionLabel? action)
    {
        var found = new GraphState(state.ToArray(), null);
        if (action is null)
            _states.Add(found);
        else
            _transitions.Add(new Transition(new ActionInstance(action.Name, from.ArgumentsOf(action)), found));
        return false;
    }
}

/// <summary>The graph of the mirror.</summary>
internal sealed class MirrorGraph
{
    private readonly MirrorModule _mirror;
    private readonly object _model;
    private readonly ValueMapping _mapping;
    private readonly Func<object, object?>[] _variables;
    private readonly (object Action, ActionInstance Label)[] _actions;
    private readonly Func<object, object, object?> _step;

    public MirrorGraph(MirrorModule mirror, object model, CompiledModel compiled, ValueMapping mapping)
    {
        _mirror = mirror;
        _model = model;
        _mapping = mapping;
        _variables = [.. compiled.Variables.Select(v => mirror.StateProperties
            .Single(p => ValueMapping.CamelCase(p.Name) == v.Name)).Select(ValueMapping.Getter)];
        _actions = [.. mirror.Actions(model).Select(a => (a, LabelOf(a)))];
        _step = mirror.Step(model);
    }

    public GraphState Initial() => Map(_mirror.Init(_model));

    public HashSet<Transition> Successors(GraphState state)
    {
        var from = state.Mirrored!;
        var transitions = new HashSet<Transition>();
        foreach (var (action, label) in _actions)
            if (_step(from, action) is { } next)
                transitions.Add(new Transition(label, ReferenceEquals(next, from) ? state : Map(next)));
        return transitions;
    }

    private GraphState Map(object state)
    {
        var values = new Value[_variables.Length];
        for (var i = 0; i < values.Length; i++)
            values[i] = _mapping.ToValue(_variables[i](state)!).Canonical();
        return new GraphState(values, state);
    }

    private ActionInstance LabelOf(object action) => new(
        action.GetType().Name,
        [.. ValueMapping.PropertiesOf(action.GetType())
            .Select(p => _mapping.ToValue(p.GetValue(action)!).Canonical())]);
}

/// <summary>The properties of both sides, in every state and on every step.</summary>
internal sealed class PropertyComparison
{
    private readonly List<(string Name, Formula Specified, Func<object?, object, bool> Mirrored)> _states = [];
    private readonly List<(string Name, Formula[] Specified, Func<object?, object, bool> Mirrored)> _steps = [];
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
            // A state predicate stays whole: its first conjunct may guard the second.
            if (definition.Level <= Level.State)
                _states.Add((name, compiled.Formula(name, definition.Body), mirrored));
            else
                _steps.Add((name, Steps(name, compiled.Property(definition)), mirrored));
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
            if (Array.TrueForAll(specified, part => _evaluator.Test(part, from.Values, to.Values)) is var truth
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

    private static Formula[] Steps(string name, IEnumerable<PropertyPart> parts) =>
        [.. parts.Select(part => part.Kind == TemporalKind.Action
            ? part.Formula!
            : throw new MirrorShapeException($"{name} is more than [][P]_v, and a mirror has no behaviours"))];

    private static string Say(string name, bool truth) =>
        $"{name} is {(truth ? "TRUE" : "FALSE")} in the specification and {(truth ? "false" : "true")} in the mirror.";
}
