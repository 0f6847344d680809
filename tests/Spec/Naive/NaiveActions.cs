using System.Collections.Immutable;
using Verified.Tla.Syntax;
using static Verified.Tests.Spec.Naive.NaiveEvaluator;

namespace Verified.Tests.Spec.Naive;

using State = ImmutableDictionary<string, NaiveValue>;

/// <summary>Finds successors as the textbook on TLC tells it: assignments from left to right, each way that leads to a
/// state counted.</summary>
/// <param name="variables">The names of the variables.</param>
internal sealed class NaiveActions(ImmutableArray<string> variables)
{
    /// <summary>Every next state, once for each way in which it is found.</summary>
    public IEnumerable<State> Successors(ExprSyntax next, NaiveScope names, State state) =>
        Run(next, names.At(state, State.Empty)).Select(Complete);

    /// <summary>Every initial state, once for each way in which it is found: as if all variables were primed.</summary>
    public IEnumerable<State> Initial(ExprSyntax init, NaiveScope names) =>
        Run(init, names.At(State.Empty, State.Empty), initial: true).Select(Complete);

    private State Complete(NaiveScope scope) => variables.All(scope.Next.ContainsKey)
        ? scope.Next
        : throw new NaiveFault("a variable has no next value");

    private IEnumerable<NaiveScope> Run(ExprSyntax expression, NaiveScope scope, bool initial = false)
    {
        IEnumerable<NaiveScope> Inner(ExprSyntax e, NaiveScope s) => Run(e, s, initial);
        IEnumerable<NaiveScope> All(IEnumerable<ExprSyntax> items) => items.Aggregate(
            (IEnumerable<NaiveScope>)[scope], (found, item) => found.SelectMany(s => Rest(item, s, initial)));
        switch (expression)
        {
            case ExprSyntax.Parenthesised e:
                return Inner(e.Inner, scope);
            case ExprSyntax.Junction e:
                return e.IsConjunction ? All(e.Items) : e.Items.SelectMany(item => Inner(item, scope));
            case ExprSyntax.Apply { Name.Text: "/\\" } e:
                return All(e.Arguments);
            case ExprSyntax.Apply { Name.Text: "\\/" } e:
                return e.Arguments.SelectMany(item => Inner(item, scope));
            case ExprSyntax.Apply { Name.Text: "=>" } e:
                return Test(e.Arguments[0], scope, initial) ? Inner(e.Arguments[1], scope) : [scope];
            case ExprSyntax.Quantifier { IsUniversal: false } e:
                return Bound(e.Bounds, scope).SelectMany(s => Inner(e.Body, s));
            case ExprSyntax.Quantifier { IsUniversal: true } e:
                return Bound(e.Bounds, scope).ToList() is [var first, .. var others]
                    ? others.AsEnumerable().Reverse().Aggregate(
                        Inner(e.Body, first),
                        (found, other) => found.SelectMany(s => Rest(e.Body, other with { Next = s.Next }, initial)))
                        .Select(s => scope with { Next = s.Next })
                    : [scope];
            // The body of a function that is applied where it stands is an action too.
            case ExprSyntax.FunctionApplication { Function: ExprSyntax.FunctionConstructor { Bounds: [{ Names: [var name] }] } f } e:
                var argument = Evaluate(e.Arguments[0], Reading(scope, initial));
                var applied = Bound(f.Bounds, scope).FirstOrDefault(s => NaiveValue.IsSame(Meaning(name.Text, s), argument))
                    ?? throw new NaiveFault("the argument is not in the domain");
                return Inner(f.Body, applied).Select(s => scope with { Next = s.Next });
            case ExprSyntax.If e:
                return Inner(Test(e.Condition, scope, initial) ? e.Then : e.Else, scope);
            case ExprSyntax.Case e:
                return Inner(Arm(e, Reading(scope, initial)), scope);
            case ExprSyntax.Let e:
                return Inner(e.Body, Defined(e.Definitions, scope));
            case ExprSyntax.Apply { Name.Text: "UNCHANGED" } e when !initial:
                return Unchanged(e.Arguments[0], scope);
            case ExprSyntax.Apply { Name.Text: "=" or "\\in" } e when Unset(e.Arguments[0], scope, initial) is { } variable:
                var value = Evaluate(e.Arguments[1], Reading(scope, initial));
                return (e.Name.Text == "=" ? [value] : ElementsOf(value))
                    .Select(v => scope with { Next = scope.Next.Add(variable, v) });
            case ExprSyntax.Apply e when scope.Names.GetValueOrDefault(e.Name.Text) is NaiveMeaning.Operator called:
                return Inner(called.Body, called.Parameters.Zip(e.Arguments).Aggregate(
                        called.Scope.At(scope.Now, scope.Next),
                        (s, p) => s.With(p.First, new NaiveMeaning.Operator([], p.Second, scope))))
                    .Select(s => scope with { Next = s.Next });
            default:
                return Test(expression, scope, initial) ? [scope] : [];
        }
    }

    // Once every variable has a value, the rest is only tested.
    private IEnumerable<NaiveScope> Rest(ExprSyntax item, NaiveScope scope, bool initial) =>
        variables.All(scope.Next.ContainsKey)
            ? Test(item, scope, initial) ? [scope] : []
            : Run(item, scope, initial);

    private IEnumerable<NaiveScope> Unchanged(ExprSyntax what, NaiveScope scope) => what switch
    {
        ExprSyntax.Tuple e => e.Elements.Aggregate(
            (IEnumerable<NaiveScope>)[scope], (found, item) => found.SelectMany(s => Unchanged(item, s))),
        ExprSyntax.Apply { Arguments.IsEmpty: true } e when variables.Contains(e.Name.Text) =>
            scope.Next.TryGetValue(e.Name.Text, out var set)
                ? NaiveValue.IsSame(set, scope.Now[e.Name.Text]) ? [scope] : []
                : [scope with { Next = scope.Next.Add(e.Name.Text, scope.Now[e.Name.Text]) }],
        _ => throw new NotSupportedException("UNCHANGED of an expression"),
    };

    private string? Unset(ExprSyntax left, NaiveScope scope, bool initial)
    {
        var name = initial ? left : left is ExprSyntax.Apply { Name.Text: "'" } prime ? prime.Arguments[0] : null;
        return name is ExprSyntax.Apply { Arguments.IsEmpty: true } variable && variables.Contains(variable.Name.Text)
            && !scope.Next.ContainsKey(variable.Name.Text) ? variable.Name.Text : null;
    }

    private static bool Test(ExprSyntax e, NaiveScope scope, bool initial) => Holds(e, Reading(scope, initial));

    // What an initial predicate says of variables, it says of those found so far.
    private static NaiveScope Reading(NaiveScope scope, bool initial) =>
        initial ? scope.At(scope.Next, State.Empty) : scope;
}
