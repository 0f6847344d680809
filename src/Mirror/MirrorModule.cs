using System.Reflection;
using Verified.Reference;
using Verified.Tla.Evaluation;
using Verified.Tla.Semantics;

namespace Verified.Mirror;

/// <summary>A mirror found by reflection: its types and functions, under the names of its specification.</summary>
/// <remarks>For a module M: <c>MModel</c>, <c>MState</c>, <c>MAction</c>, and the static class <c>M</c> with Init, Actions,
/// Step and the properties; see <see cref="EventLog"/>.</remarks>
internal sealed class MirrorModule
{
    private readonly MethodInfo _init;
    private readonly MethodInfo _actions;
    private readonly MethodInfo _step;

    private MirrorModule(string name, Type functions, Type model, Type state, Type action)
    {
        Name = name;
        Functions = functions;
        Model = model;
        State = state;
        Action = action;
        _init = Function("Init", model);
        _actions = Function("Actions", model);
        _step = Function("Step", model, state, action);
        StateProperties = ValueMapping.PropertiesOf(state);
        Cases = [.. action.GetNestedTypes().Where(t => t.BaseType == action)];
    }

    public string Name { get; }

    public Type Functions { get; }

    public Type Model { get; }

    public Type State { get; }

    public Type Action { get; }

    /// <summary>The variables, as properties of the state.</summary>
    public PropertyInfo[] StateProperties { get; }

    /// <summary>The actions, as cases.</summary>
    public Type[] Cases { get; }

    /// <exception cref="MirrorShapeException">There is no such mirror, or a part of it is missing.</exception>
    public static MirrorModule Find(string name, Type neighbour)
    {
        Type Part(string suffix) => neighbour.Assembly.GetType($"{neighbour.Namespace}.{name}{suffix}")
            ?? throw new MirrorShapeException($"there is no {name}{suffix}");
        return new MirrorModule(name, Part(""), Part("Model"), Part("State"), Part("Action"));
    }

    /// <summary>The mirror's model with the constants of the specification's.</summary>
    public object ModelOf(ModelBindings bindings, ResolvedModule module, ValueMapping mapping)
    {
        var arguments = ValueMapping.PropertiesOf(Model).Select(property =>
            module.TryFind<ConstantSymbol>(property.Name, out var constant)
            && bindings.Values.TryGetValue(constant, out var value)
                ? mapping.FromValue(value, property.PropertyType)
                : throw new MirrorShapeException($"the model gives the constant {property.Name} no plain value"));
        return Activator.CreateInstance(Model, [.. arguments])!;
    }

    public object Init(object model) => _init.Invoke(null, [model])!;

    public object[] Actions(object model) => [.. ((System.Collections.IEnumerable)_actions.Invoke(null, [model])!).Cast<object>()];

    /// <summary>A delegate for <c>Step</c> under a model: the successor, or null.</summary>
    public Func<object, object, object?> Step(object model) =>
        (Func<object, object, object?>)typeof(MirrorModule)
            .GetMethod(nameof(MakeStep), BindingFlags.Static | BindingFlags.NonPublic)!
            .MakeGenericMethod(Model, State, Action).Invoke(null, [_step, model])!;

    /// <summary>The property of this name as a predicate of a state (and the one before), or null.</summary>
    public Func<object?, object, bool>? Property(string name, object model)
    {
        var method = Functions.GetMethod(name, BindingFlags.Static | BindingFlags.Public);
        if (method is null || method.ReturnType != typeof(bool)) return null;
        var parameters = method.GetParameters().Select(p => p.ParameterType).ToArray();
        if (parameters.SequenceEqual([State])) return (_, state) => (bool)method.Invoke(null, [state])!;
        if (parameters.SequenceEqual([Model, State])) return (_, state) => (bool)method.Invoke(null, [model, state])!;
        if (parameters.SequenceEqual([State, State])) return (from, to) => (bool)method.Invoke(null, [from, to])!;
        if (parameters.SequenceEqual([Model, State, State]))
            return (from, to) => (bool)method.Invoke(null, [model, from, to])!;
        return null;
    }

    private MethodInfo Function(string name, params Type[] parameters) =>
        Functions.GetMethod(name, BindingFlags.Static | BindingFlags.Public, parameters)
        ?? throw new MirrorShapeException(
            $"{Name} has no {name}({string.Join(", ", parameters.Select(p => p.Name))})");

    private static Func<object, object, object?> MakeStep<TModel, TState, TAction>(MethodInfo method, TModel model)
        where TState : class
    {
        var step = method.CreateDelegate<Func<TModel, TState, TAction, TState?>>();
        return (state, action) => step(model, (TState)state, (TAction)action);
    }
}
