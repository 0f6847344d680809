using Verified.Tla.Evaluation;
using Verified.Tla.Values;

namespace Verified.Mirror;

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
