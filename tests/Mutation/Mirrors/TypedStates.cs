using System.Collections.Immutable;
using System.Reflection;
using Verified.Checking.Models;
using Verified.Mirror;
using Verified.Tla.Evaluation;
using Verified.Tla.Semantics;
using Verified.Tla.Values;

namespace Verified.Tests.Mutation.Mirrors;

/// <summary>The claims of a mirror, each with states that are typed right and need not be reachable.</summary>
/// <remarks>
/// In reachable states a claim is true, so there a claim that is too weak looks the same. Here the states are near the
/// reachable ones, and the claim must be false where the specification's is. What has no value in such a state says
/// nothing.
/// </remarks>
internal sealed class TypedStates
{
    private const int Walks = 60;
    private const int Steps = 40;
    private const int Cases = 1000;

    // Of those in which a claim is true; where it is false it is judged always.
    private const int MostTrue = 100;

    private readonly Type _functions;
    private readonly Type _state;
    private readonly object _model;
    private readonly Random _random = new(Seed: 20250101);
    private readonly NearStates _states;
    private readonly Evaluator _evaluator;

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
        _state = Part("State");
        _model = Record.Of(Part("Model")).Made((_, property) => mapping.FromValue(
            model.Compiled.Bindings.Values[model.Compiled.Module.Symbols[property.Name]], property.PropertyType));
        _states = new NearStates(Reachable(), _random);
        var claims = ClaimsOf(model.Compiled);
        // Formulas are compiled before an evaluator is made: it sizes its frame by them.
        _evaluator = new Evaluator(model.Compiled);
        var cases = Enumerable.Range(0, Cases).Select(_ => new Case(model.Compiled, mapping, _states.DrawStep())).ToArray();
        Claims = [.. claims.Select(c => Judged($"{module}.{c.Method.Name}", c.Method, c.Formulas, cases))];
    }

    public ImmutableArray<Claim> Claims { get; }

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

    private List<(MethodInfo Method, Formula[] Formulas)> ClaimsOf(CompiledModel compiled) => [.. _functions
        .GetMethods(BindingFlags.Static | BindingFlags.Public)
        .Where(m => m.ReturnType == typeof(bool) && (m.Name.EndsWith("Inv", StringComparison.Ordinal) || m.Name.EndsWith("Prop", StringComparison.Ordinal)))
        .Select(m => (Method: m, Definition: (Definition)compiled.Module.Symbols[m.Name]))
        .Select(c => (c.Method, Formulas: c.Definition.Level <= Level.State
            ? [compiled.Formula(c.Definition.Name, c.Definition.Body)]
            : compiled.Property(c.Definition).Select(p => p.Formula!).ToArray()))];

    private Claim Judged(string name, MethodInfo method, Formula[] formulas, Case[] cases)
    {
        var ofSteps = method.GetParameters().Count(p => p.ParameterType == _state) == 2;
        var isOfModel = method.GetParameters()[0].ParameterType == _model.GetType();
        var known = new List<(object[] Arguments, bool Specified)>();
        var (reliant, areTrue) = (0, 0);
        foreach (var at in cases)
        {
            if (Specified(formulas, at.Before, ofSteps ? at.After : []) is not { } specified) continue;
            object[] states = ofSteps ? [at.From, at.To] : [at.From];
            object[] arguments = isOfModel ? [_model, .. states] : states;
            if (Claim.TruthOf(method, arguments) != specified)
                reliant++;
            else if (!specified || areTrue++ < MostTrue)
                known.Add((arguments, specified));
        }

        return new Claim(name, method, [.. known], reliant);
    }

    private bool? Specified(Formula[] formulas, Value[] before, Value[] after)
    {
        try
        {
            return Array.TrueForAll(formulas, f => _evaluator.Test(f, before, after));
        }
        catch (EvaluationException)
        {
            return null;
        }
    }

    private object? Call(string function, params object[] arguments) => _functions
        .GetMethod(function, BindingFlags.Static | BindingFlags.Public, [.. arguments.Select((a, i) =>
            i == 2 ? a.GetType().BaseType! : a.GetType())])!
        .Invoke(null, arguments);

    /// <summary>A step, as states of the mirror and as values of the specification.</summary>
    private sealed class Case(CompiledModel compiled, ValueMapping mapping, (object From, object To) step)
    {
        public object From => step.From;

        public object To => step.To;

        public Value[] Before { get; } = Values(compiled, mapping, step.From);

        public Value[] After { get; } = Values(compiled, mapping, step.To);

        private static Value[] Values(CompiledModel compiled, ValueMapping mapping, object state) =>
        [
            .. compiled.Variables.Select(v => mapping.ToValue(Record.Of(state.GetType()).Properties
                .Single(p => char.ToLowerInvariant(p.Name[0]) + p.Name[1..] == v.Name).GetValue(state)!).Canonical()),
        ];
    }
}
