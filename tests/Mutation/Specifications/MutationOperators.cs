using System.Collections.Immutable;
using Verified.Tla.Source;
using Verified.Tla.Syntax;

namespace Verified.Tests.Mutation.Specifications;

/// <summary>The mutation operators: what may be changed at one node of a definition.</summary>
internal sealed class MutationOperators(ModuleOutline outline)
{
    private static readonly Dictionary<string, string> s_relations = new(StringComparer.Ordinal)
    {
        ["="] = "/=",
        ["/="] = "=",
        ["<"] = "\\leq",
        ["\\leq"] = "<",
        [">"] = "\\geq",
        ["\\geq"] = ">",
        ["\\in"] = "\\notin",
        ["\\notin"] = "\\in",
    };

    private static readonly Dictionary<string, string> s_functions = new(StringComparer.Ordinal)
    {
        ["\\cup"] = "\\",
        ["\\"] = "\\cup",
        ["\\cap"] = "\\cup",
        ["+"] = "-",
        ["-"] = "+",
        ["\\/"] = "/\\",
        ["=>"] = "/\\",
    };

    /// <summary>The changes of the node itself, not of what is inside it.</summary>
    public IEnumerable<(string Operator, ExprSyntax Was, ExprSyntax? Is, ExprSyntax Whole)> At(ExprSyntax node) => node switch
    {
        ExprSyntax.Junction { IsConjunction: true } e => Conjunction(e.Items, items => e with { Items = items }),
        ExprSyntax.Apply { Name.Text: "/\\", Arguments.Length: 2 } e =>
            Conjunction(e.Arguments, items => items.Length == 1 ? items[0] : e with { Arguments = items }),
        ExprSyntax.Junction e => Dropped("drop disjunct", e.Items, items => e with { Items = items }),
        ExprSyntax.Apply e => Application(e),
        ExprSyntax.Number e => Number(e),
        ExprSyntax.Quantifier e when !outline.IsPrimed(e) && !outline.IsTemporal(e) =>
            [("swap quantifier", e, e with { IsUniversal = !e.IsUniversal }, e with { IsUniversal = !e.IsUniversal })],
        ExprSyntax.If e => [Replaced("swap branches", e, e with { Then = e.Else, Else = e.Then })],
        ExprSyntax.Case { Arms.Length: > 1 } e => e.Arms.Select(arm =>
            ("drop arm", arm.Guard, (ExprSyntax?)null, (ExprSyntax)(e with { Arms = e.Arms.Remove(arm) }))),
        ExprSyntax.Except { Updates.Length: > 1 } e => e.Updates.Select(update =>
            ("drop update", update.Value, (ExprSyntax?)null, (ExprSyntax)(e with { Updates = e.Updates.Remove(update) }))),
        ExprSyntax.Fairness { IsStrong: true } e => [Replaced("weaken fairness", e, e with { IsStrong = false })],
        _ => [],
    };

    private IEnumerable<(string, ExprSyntax, ExprSyntax?, ExprSyntax)> Conjunction(
        ImmutableArray<ExprSyntax> items, Func<ImmutableArray<ExprSyntax>, ExprSyntax> rebuild)
    {
        var isAction = items.Any(outline.IsPrimed);
        var isTemporal = items.Any(outline.IsTemporal);
        for (var i = 0; i < items.Length; i++)
        {
            var item = items[i];
            var isGuard = !outline.IsPrimed(item) || outline.IsTemporal(item);
            if (IsAssignment(item) || (isAction && !isGuard) || IsConjunction(item)) continue;
            // Without its initial predicate or its next-state relation a specification is none.
            if (isTemporal && !outline.IsFairness(item)) continue;
            if (items.Length > 1)
                yield return (DropName(item, isAction), item, null, rebuild(items.RemoveAt(i)));
            if (!isAction || isTemporal) continue;
            var negated = Not(item);
            yield return ("negate guard", item, negated, rebuild(items.SetItem(i, negated)));
        }
    }

    private string DropName(ExprSyntax item, bool isAction) =>
        outline.IsTemporal(item) ? "drop fairness" : isAction ? "drop guard" : "drop conjunct";

    private static IEnumerable<(string, ExprSyntax, ExprSyntax?, ExprSyntax)> Dropped(
        string name, ImmutableArray<ExprSyntax> items, Func<ImmutableArray<ExprSyntax>, ExprSyntax> rebuild) =>
        items.Length < 2 ? [] : items.Select((item, i) => (name, item, (ExprSyntax?)null, rebuild(items.RemoveAt(i))));

    private IEnumerable<(string, ExprSyntax, ExprSyntax?, ExprSyntax)> Application(ExprSyntax.Apply e)
    {
        var name = e.Name.Text;
        if (name == "=" && IsPrimedVariable(e.Arguments[0]))
        {
            var kept = e with { Arguments = [e.Arguments[0], ((ExprSyntax.Apply)e.Arguments[0]).Arguments[0]] };
            yield return Replaced("leave unchanged", e, kept);
        }
        else if (s_relations.TryGetValue(name, out var relation) && !IsAssignment(e) && !IsNextChoice(e))
            yield return Replaced("swap relation", e, Renamed(e, relation));
        if (s_functions.TryGetValue(name, out var function) && e.Arguments.Length == 2
            && !outline.IsPrimed(e) && !outline.IsTemporal(e))
            yield return Replaced("swap operator", e, Renamed(e, function));
        if (name == "~")
            yield return Replaced("drop negation", e, e.Arguments[0]);
        if (name is "TRUE" or "FALSE")
            yield return Replaced("swap truth", e, Renamed(e, name == "TRUE" ? "FALSE" : "TRUE"));
        if (name == "UNCHANGED" && e.Arguments[0] is ExprSyntax.Tuple { Elements.Length: > 1 } tuple)
            foreach (var element in tuple.Elements)
                yield return ("drop unchanged", element, null,
                    e with { Arguments = [tuple with { Elements = tuple.Elements.Remove(element) }] });
        if (name == "..")
            foreach (var range in Ranges(e))
                yield return Replaced("off by one", e, range);
    }

    private static IEnumerable<ExprSyntax> Ranges(ExprSyntax.Apply range)
    {
        var (low, high) = (range.Arguments[0], range.Arguments[1]);
        if (low is not ExprSyntax.Number)
            yield return range with { Arguments = [Plus(low, 1), high] };
        if (high is ExprSyntax.Number) yield break;
        yield return range with { Arguments = [low, Plus(high, 1)] };
        yield return range with { Arguments = [low, Plus(high, -1)] };
    }

    private static IEnumerable<(string, ExprSyntax, ExprSyntax?, ExprSyntax)> Number(ExprSyntax.Number e)
    {
        yield return Replaced("off by one", e, e with { Value = e.Value + 1 });
        if (e.Value > 0) yield return Replaced("off by one", e, e with { Value = e.Value - 1 });
    }

    /// <summary>Reads the old value where the new one is meant: a prime that is not the left side of an assignment.</summary>
    public IEnumerable<(string, ExprSyntax, ExprSyntax?, ExprSyntax)> Unprimed(ExprSyntax node)
    {
        if (node is not ExprSyntax.Apply e) yield break;
        for (var i = e.Name.Text is "=" or "\\in" ? 1 : 0; i < e.Arguments.Length; i++)
            if (IsPrimedVariable(e.Arguments[i]))
            {
                var old = ((ExprSyntax.Apply)e.Arguments[i]).Arguments[0];
                yield return ("drop prime", e.Arguments[i], old, e with { Arguments = e.Arguments.SetItem(i, old) });
            }
    }

    private bool IsPrimedVariable(ExprSyntax e) => e is ExprSyntax.Apply { Name.Text: "'" } prime
        && prime.Arguments[0] is ExprSyntax.Apply { Arguments.IsEmpty: true } name && outline.Variables.Contains(name.Name.Text);

    /// <summary><c>x = e</c> of the initial predicate, or <c>x' = e</c>.</summary>
    private bool IsAssignment(ExprSyntax e) => e is ExprSyntax.Apply { Name.Text: "=" } equal
        && (IsPrimedVariable(equal.Arguments[0])
            || (equal.Arguments[0] is ExprSyntax.Apply { Arguments.IsEmpty: true } name
                && outline.Variables.Contains(name.Name.Text) && IsInitial));

    private bool IsNextChoice(ExprSyntax.Apply e) => e.Name.Text == "\\in" && IsPrimedVariable(e.Arguments[0]);

    /// <summary>The definition under change is the initial predicate.</summary>
    public bool IsInitial { get; set; }

    private static bool IsConjunction(ExprSyntax e) =>
        e is ExprSyntax.Junction { IsConjunction: true } or ExprSyntax.Apply { Name.Text: "/\\" };

    private static (string, ExprSyntax, ExprSyntax?, ExprSyntax) Replaced(string name, ExprSyntax was, ExprSyntax now) =>
        (name, was, now, now);

    private static ExprSyntax.Apply Renamed(ExprSyntax.Apply e, string name) =>
        e with { Name = new NameSyntax(name, e.Name.Span) };

    private static ExprSyntax.Apply Not(ExprSyntax e) => Operator("~", e.Span, Parenthesised(e));

    private static ExprSyntax.Apply Plus(ExprSyntax e, int one) =>
        Operator(one > 0 ? "+" : "-", e.Span, e, new ExprSyntax.Number(1, e.Span));

    private static ExprSyntax.Parenthesised Parenthesised(ExprSyntax e) => new(e, e.Span);

    private static ExprSyntax.Apply Operator(string name, Span span, params ImmutableArray<ExprSyntax> arguments) =>
        new([], new NameSyntax(name, span), arguments, span);
}
