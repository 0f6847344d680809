using System.Collections.Immutable;
using System.Reflection;
using Verified.Checking.Models;
using Verified.Mirror;
using Verified.Tla.Evaluation;
using Verified.Tla.Semantics;
using Verified.Tla.Values;

namespace Verified.Tests.Mutation.Mirrors;

/// <summary>Judges the claims of a mirror in states that are typed right and need not be reachable.</summary>
/// <remarks>
/// In reachable states a claim is true, so there a claim that is too weak looks the same. Here variables are taken from
/// different reachable states, and the claim must be false where the specification's is. What has no value in such a
/// state says nothing.
/// </remarks>
internal sealed class TypedStates
{
    private const int Walks = 60;
    private const int Steps = 40;
    private const int Cases = 800;

    private readonly Type _functions;
    private readonly ConstructorInfo _state;
    private readonly object _model;
    private readonly Random _random = new(Seed: 20250101);
    private readonly ImmutableArray<Claim> _claims;

    /// <summary>Prepares the cases of a module under a model.</summary>
    /// <param name="module">The mirrored module.</param>
    /// <param name="model">A loaded model of it; its vocabulary is entered.</param>
    /// <param name="neighbour">A type of the assembly of the mirrors.</param>
    public TypedStates(string module, Model model, Type neighbour)
    {
        model.Compiled.Vocabulary.Enter();
        Type Part(string suffix) => neighbour.Assembly.GetType($"{neighbour.Namespace}.{module}{suffix}")!;
        var mapping = new ValueMapping();
        _functions = Part("");
        _state = Constructor(Part("State"));
        _model = Constructor(Part("Model")).Invoke([.. Constructor(Part("Model")).GetParameters().Select(p =>
            mapping.FromValue(model.Compiled.Bindings.Values[model.Compiled.Module.Symbols[p.Name!]], p.ParameterType))]);
        var reachable = Reachable();
        var cases = Enumerable.Range(0, Cases).Select(_ => (From: Mixed(reachable), To: Mixed(reachable))).ToArray();
        _claims = [.. ClaimsOf(model.Compiled, mapping, cases)];
    }

    /// <summary>Claims with a case in which the unchanged mirror is not what the specification is: it relies on what is
    /// reachable. Those cases are left out.</summary>
    public IEnumerable<string> Reliant => _claims.Where(c => c.Reliant > 0).Select(c => $"{c.Name} in {c.Reliant} cases");

    /// <summary>A claim that has another truth value than the specification's, or null.</summary>
    public string? Differs()
    {
        foreach (var claim in _claims)
            foreach (var (arguments, specified) in claim.Cases)
                if (TruthOf(claim.Mirrored, arguments) is { } mirrored && mirrored != specified)
                    return $"{claim.Name} is {specified} in the specification and {mirrored} in the mirror, in a typed state";
        return null;
    }

    private static ConstructorInfo Constructor(Type record) =>
        record.GetConstructors().MaxBy(c => c.GetParameters().Length)!;

    private List<object> Reachable()
    {
        var actions = ((System.Collections.IEnumerable)Call("Actions", _model)!).Cast<object>().ToArray();
        var found = new HashSet<object>();
        for (var walk = 0; walk < Walks; walk++)
        {
            var at = Call("Init", _model)!;
            for (var step = 0; step < Steps; step++)
            {
                found.Add(at);
                _random.Shuffle(actions);
                if (actions.Select(a => Call("Step", _model, at, a)).FirstOrDefault(s => s is not null) is not { } next) break;
                at = next;
            }
        }

        return [.. found];
    }

    /// <summary>A reachable state with a few variables from others; now and then with every variable from another.</summary>
    private object Mixed(List<object> states)
    {
        var foreign = _random.Next(4) == 0 ? 1.0 : 0.2;
        var own = states[_random.Next(states.Count)];
        return _state.Invoke([.. _state.GetParameters().Select(p =>
            own.GetType().GetProperty(p.Name!)!.GetValue(_random.NextDouble() < foreign ? states[_random.Next(states.Count)] : own))]);
    }

    private IEnumerable<Claim> ClaimsOf(CompiledModel compiled, ValueMapping mapping, (object From, object To)[] cases)
    {
        var claims = _functions.GetMethods(BindingFlags.Static | BindingFlags.Public)
            .Where(m => m.ReturnType == typeof(bool) && (m.Name.EndsWith("Inv", StringComparison.Ordinal) || m.Name.EndsWith("Prop", StringComparison.Ordinal)))
            .Select(m => (Method: m, Definition: (Definition)compiled.Module.Symbols[m.Name]))
            .Select(c => (c.Method, Formulas: c.Definition.Level <= Level.State
                ? [compiled.Formula(c.Definition.Name, c.Definition.Body)]
                : compiled.Property(c.Definition).Select(p => p.Formula!).ToArray()))
            .ToList();
        var evaluator = new Evaluator(compiled);
        Value[] Values(object state) => [.. compiled.Variables.Select(v => mapping.ToValue(state.GetType().GetProperties()
            .Single(p => char.ToLowerInvariant(p.Name[0]) + p.Name[1..] == v.Name).GetValue(state)!).Canonical())];
        var mapped = cases.Select(c => (c.From, c.To, Before: Values(c.From), After: Values(c.To))).ToArray();
        foreach (var (method, formulas) in claims)
        {
            var ofSteps = method.GetParameters().Count(p => p.ParameterType == _state.DeclaringType) == 2;
            var known = new List<(object[] Arguments, bool Specified)>();
            var reliant = 0;
            foreach (var (from, to, before, after) in mapped)
            {
                object[] states = ofSteps ? [from, to] : [from];
                object[] arguments = method.GetParameters()[0].ParameterType == _model.GetType() ? [_model, .. states] : states;
                if (Specified(evaluator, formulas, before, ofSteps ? after : []) is not { } specified) continue;
                if (TruthOf(method, arguments) == specified)
                    known.Add((arguments, specified));
                else
                    reliant++;
            }

            yield return new Claim(method.Name, method, [.. known], reliant);
        }
    }

    private static bool? Specified(Evaluator evaluator, Formula[] formulas, Value[] before, Value[] after)
    {
        try
        {
            return Array.TrueForAll(formulas, f => evaluator.Test(f, before, after));
        }
        catch (EvaluationException)
        {
            return null;
        }
    }

    private static bool? TruthOf(MethodInfo claim, object[] arguments)
    {
        try
        {
            return (bool)claim.Invoke(null, arguments)!;
        }
        catch (TargetInvocationException)
        {
            return null;
        }
    }

    private object? Call(string function, params object[] arguments) => _functions
        .GetMethod(function, BindingFlags.Static | BindingFlags.Public, [.. arguments.Select((a, i) =>
            i == 2 ? a.GetType().BaseType! : a.GetType())])!
        .Invoke(null, arguments);

    private sealed record Claim(
        string Name, MethodInfo Mirrored, ImmutableArray<(object[] Arguments, bool Specified)> Cases, int Reliant);
}
