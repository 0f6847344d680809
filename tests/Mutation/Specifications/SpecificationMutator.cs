using System.Collections.Immutable;
using Verified.Tla.Syntax;

namespace Verified.Tests.Mutation.Specifications;

/// <summary>Makes every mutant of a module: one change in one definition that its behaviour uses.</summary>
/// <remarks>Claims are left alone: a claim that was changed would only be judged by itself. So are the assumptions about
/// constants, which say what models may ask, not what the system does.</remarks>
internal sealed class SpecificationMutator
{
    private readonly ModuleOutline _outline;
    private readonly MutationOperators _operators;

    public SpecificationMutator(ModuleOutline outline)
    {
        _outline = outline;
        _operators = new MutationOperators(outline);
    }

    /// <summary>The mutants, in the order of the text; none has the text of another or of the module itself.</summary>
    /// <param name="behaviour">The names that models give as their behaviour, and what those use elsewhere.</param>
    public IEnumerable<SpecificationMutant> Mutants(IEnumerable<string> behaviour)
    {
        var used = _outline.Reachable(behaviour);
        var texts = new HashSet<string>(StringComparer.Ordinal) { SyntaxPrinter.Print(_outline.Module) };
        var ordinals = new Dictionary<MutantKey, int>();
        foreach (var unit in _outline.Module.Units)
        {
            if (ExprParts.BodyOf(unit) is not { } body || !used.Contains(ModuleOutline.NameOf(unit)!)) continue;
            _operators.IsInitial = IsInitial(unit, body);
            foreach (var change in Changes(body))
            {
                var text = SyntaxPrinter.Print(_outline.Module with
                {
                    Units = _outline.Module.Units.Replace(unit, ExprParts.WithBody(unit, change.Whole)),
                });
                if (!texts.Add(text)) continue;
                var key = new MutantKey(
                    _outline.Name, ModuleOutline.NameOf(unit)!, change.Operator, change.Was, change.Is, 1);
                var ordinal = ordinals[key] = ordinals.GetValueOrDefault(key) + 1;
                yield return new SpecificationMutant(key with { Ordinal = ordinal }, text, _outline.IsTemporal(body));
            }
        }
    }

    // The initial predicate is the one that gives variables their first values: a definition of states in which every
    // variable is equal to something.
    private bool IsInitial(UnitSyntax unit, ExprSyntax body) =>
        unit is UnitSyntax.Operator { Parameters.IsEmpty: true }
        && body is ExprSyntax.Junction { IsConjunction: true } junction
        && !_outline.IsPrimed(body)
        && _outline.Variables.All(v => junction.Items.Any(item => item is ExprSyntax.Apply
        {
            Name.Text: "=" or "\\in",
            Arguments: [ExprSyntax.Apply { Arguments.IsEmpty: true } left, _],
        } && left.Name.Text == v));

    private IEnumerable<Change> Changes(ExprSyntax expression)
    {
        foreach (var (name, was, now, whole) in _operators.At(expression).Concat(_operators.Unprimed(expression)))
            yield return new Change(name, Text(was), now is null ? "" : Text(now), whole);
        var parts = ExprParts.Of(expression);
        for (var i = 0; i < parts.Items.Length; i++)
        {
            var place = i;
            foreach (var change in Changes(parts.Items[i]))
                yield return Within(expression, change, parts.Rebuild(parts.Items.SetItem(place, change.Whole)));
        }
    }

    // A literal says nothing without what is around it.
    private static Change Within(ExprSyntax around, Change change, ExprSyntax whole) =>
        change.Operator is "off by one" or "swap truth" && change.Was.Length < 6 && Text(around) is { Length: < 90 } was
            ? change with { Was = was, Is = Text(whole), Whole = whole }
            : change with { Whole = whole };

    private static string Text(ExprSyntax e) => MutantKey.OneLine(SyntaxPrinter.Print(e));
}
