using System.Collections.Immutable;
using Verified.Tla.Evaluation;
using Verified.Tla.Semantics;
using Verified.Tla.Source;
using Verified.Tla.Values;

namespace Verified.Checking.Models;

/// <summary>Compiles the formulas that a model names, each at the level it must have.</summary>
internal sealed class ModelFormulas(CompiledModel compiled, ResolvedModule module, List<Diagnostic> problems)
{
    // More would take longer to try on each state than they save.
    private const int MostPermutations = 50_000;

    public List<Formula> Initial { get; } = [];

    public List<Formula> Invariants { get; } = [];

    public List<Formula> Actions { get; } = [];

    public List<TemporalProperty> Temporal { get; } = [];

    public static Definition? Find(
        ResolvedModule module, ConfigName name, ModelBindings bindings, List<Diagnostic> problems)
    {
        module.Symbols.TryGetValue(name.Text, out var symbol);
        var definition = (symbol is null ? null : bindings.Resolve(symbol)) as Definition;
        if (definition is null)
        {
            var hint = Spelling.Nearest(name.Text, module.Symbols.Where(s => s.Value is Definition).Select(s => s.Key));
            problems.Add(new Diagnostic("VCF0207", name.Span.Location,
                $"module {module.Name} defines no {name.Text}", hint is null ? null : $"{hint}, perhaps"));
            return null;
        }

        if (definition.Arity == 0) return definition;
        problems.Add(new Diagnostic("VCF0208", name.Span.Location,
            $"{name.Text} takes {definition.Arity} arguments", "a formula without arguments"));
        return null;
    }

    public ImmutableArray<Formula> StateFormulas(ImmutableArray<ConfigName> names, string what) =>
        Formulas(names, what, Level.State);

    public ImmutableArray<Formula> ActionFormulas(ImmutableArray<ConfigName> names) =>
        Formulas(names, "an action constraint", Level.Action);

    public Formula? StateFormula(ConfigName? name, string what) => Only(name, what, Level.State);

    public Formula? ActionFormula(ConfigName? name, string what) => Only(name, what, Level.Action);

    /// <summary>The permutations that SYMMETRY names, and all their compositions.</summary>
    public ImmutableArray<Permutation> Symmetry(ConfigName? name)
    {
        if (Only(name, "a symmetry", Level.Constant) is not { } formula) return [];
        try
        {
            return new Evaluator(compiled).Evaluate(formula, []) is SetValue functions
                ? [.. Permutation.Group([.. Generators(functions)], MostPermutations)]
                : throw new ValueException($"SYMMETRY takes a set of permutations");
        }
        catch (Exception fault) when (fault is ValueException or EvaluationException)
        {
            problems.Add(new Diagnostic("VCF0191", name!.Value.Span.Location, fault.Message,
                "a set of permutations of model values: Permutations(S)"));
            return [];
        }
    }

    private static List<Permutation> Generators(SetValue functions)
    {
        var generators = new List<Permutation>();
        foreach (var function in functions.ToExplicit().Elements) generators.Add(Permutation.Of(function));
        return generators;
    }

    private Formula? Only(ConfigName? name, string what, Level most) =>
        name is { } given && Formulas([given], what, most) is [var formula] ? formula : null;

    public void AddProperties(ImmutableArray<ConfigName> names)
    {
        foreach (var name in names)
        {
            if (Find(module, name, compiled.Bindings, problems) is not { } definition) continue;
            foreach (var part in compiled.Property(definition))
                if (part.Temporal is { } temporal)
                    Temporal.Add(temporal);
                else
                    (part.Kind switch
                    {
                        TemporalKind.Initial => Initial,
                        TemporalKind.Invariant => Invariants,
                        _ => Actions,
                    }).Add(part.Formula!);
        }
    }

    private ImmutableArray<Formula> Formulas(ImmutableArray<ConfigName> names, string what, Level most)
    {
        var formulas = ImmutableArray.CreateBuilder<Formula>();
        foreach (var name in names)
        {
            if (Find(module, name, compiled.Bindings, problems) is not { } definition) continue;
            if (definition.Level > most)
                problems.Add(new Diagnostic("VCF0209", name.Span.Location,
                    $"{name.Text} is no {Describe(most)} formula, so it cannot be {what}", Expected(most)));
            else
                formulas.Add(compiled.Formula(name.Text, definition.Body));
        }

        return formulas.ToImmutable();
    }

    private static string Describe(Level most) => most switch
    {
        Level.Constant => "constant",
        Level.State => "state",
        _ => "action",
    };

    private static string Expected(Level most) => most switch
    {
        Level.Constant => "a formula without variables",
        Level.State => "PROPERTY, or a formula without primes",
        _ => "a formula without temporal operators",
    };
}
