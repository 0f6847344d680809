using System.Collections.Immutable;
using System.Numerics;
using Verified.Tla.Syntax;
using static Verified.Tests.Spec.Naive.NaiveValue;

namespace Verified.Tests.Spec.Naive;

/// <summary>A second evaluator of TLA+, written from the semantics: recursion over the syntax, everything enumerated.</summary>
internal static class NaiveEvaluator
{
    /// <exception cref="NaiveFault">The expression has no value.</exception>
    public static NaiveValue Evaluate(ExprSyntax expression, NaiveScope scope) => expression switch
    {
        ExprSyntax.Number e => Of(e.Value),
        ExprSyntax.String e => new Text(e.Value),
        ExprSyntax.Parenthesised e => Evaluate(e.Inner, scope),
        ExprSyntax.Labelled e => Evaluate(e.Body, scope),
        ExprSyntax.Apply e => NaiveOperators.Apply(e, scope),
        ExprSyntax.Junction e => Of(e.IsConjunction
            ? e.Items.All(i => Holds(i, scope))
            : e.Items.Any(i => Holds(i, scope))),
        ExprSyntax.Quantifier e => Of(e.IsUniversal
            ? Bound(e.Bounds, scope).All(s => Holds(e.Body, s))
            : Bound(e.Bounds, scope).Any(s => Holds(e.Body, s))),
        ExprSyntax.Choose e => Choose(e, scope),
        ExprSyntax.SetEnumeration e => SetOf(All(e.Elements, scope)),
        ExprSyntax.SetFilter e => new Set([.. Bound([e.Bound], scope).Zip(ElementsOf(e.Bound.Set!, scope))
            .Where(pair => Holds(e.Predicate, pair.First)).Select(pair => pair.Second)]),
        ExprSyntax.SetMap e => SetOf(Bound(e.Bounds, scope).Select(s => Evaluate(e.Element, s)).ToList()),
        ExprSyntax.Tuple e => TupleOf(All(e.Elements, scope)),
        ExprSyntax.Product e => SetOf(Combinations(e.Sets.Select(s => ElementsOf(s, scope))).Select(items => TupleOf(items))),
        ExprSyntax.FunctionConstructor e => FunctionOf(Arguments(e.Bounds, scope)
            .Select(a => scope.IsStrict
                ? new NaivePair(a.Argument, Evaluate(e.Body, a.Scope))
                : new NaivePair(a.Argument, new Lazy<NaiveValue>(() => Evaluate(e.Body, a.Scope))))),
        ExprSyntax.FunctionSet e => FunctionSet(e, scope),
        ExprSyntax.FunctionApplication e => Result(Evaluate(e.Function, scope), Argument(e.Arguments, scope)),
        ExprSyntax.RecordConstructor e => FunctionOf(e.Fields.Select(f => new NaivePair(Name(f.Name), Evaluate(f.Value, scope)))),
        ExprSyntax.RecordSet e => SetOf(Combinations(e.Fields.Select(f => ElementsOf(f.Value, scope)))
            .Select(values => FunctionOf(e.Fields.Zip(values, (f, value) => new NaivePair(Name(f.Name), value))))),
        ExprSyntax.RecordField e => Result(Evaluate(e.Record, scope), Name(e.Field)),
        ExprSyntax.Except e => e.Updates.Aggregate(
            Evaluate(e.Function, scope), (f, update) => Updated(f, [.. update.Path], update.Value, scope)),
        ExprSyntax.At => Meaning("@", scope),
        ExprSyntax.If e => Evaluate(Holds(e.Condition, scope) ? e.Then : e.Else, scope),
        ExprSyntax.Case e => Evaluate(Arm(e, scope), scope),
        ExprSyntax.Let e => Evaluate(e.Body, Defined(e.Definitions, scope)),
        _ => throw new NotSupportedException(expression.GetType().Name),
    };

    public static ExprSyntax Arm(ExprSyntax.Case e, NaiveScope scope) =>
        e.Arms.FirstOrDefault(a => Holds(a.Guard, scope))?.Value ?? e.Other ?? throw new NaiveFault("no arm is true");

    public static bool Holds(ExprSyntax expression, NaiveScope scope) =>
        Evaluate(expression, scope) is Truth truth ? truth.Value : throw new NaiveFault("not a truth value");

    public static IEnumerable<NaiveValue> ElementsOf(ExprSyntax set, NaiveScope scope) => ElementsOf(Evaluate(set, scope));

    public static IEnumerable<NaiveValue> ElementsOf(NaiveValue value) =>
        value is Set set ? set.Elements : throw new NaiveFault($"{value} is not a set");

    public static ImmutableArray<NaiveValue> All(ImmutableArray<ExprSyntax> expressions, NaiveScope scope) =>
        [.. expressions.Select(e => Evaluate(e, scope))];

    /// <summary>The value of a function at an argument.</summary>
    public static NaiveValue Result(NaiveValue function, NaiveValue argument)
    {
        if (function is not Function f) throw new NaiveFault($"{function} is not a function");
        foreach (var pair in f.Pairs)
            if (NaiveValue.IsSame(pair.Argument, argument))
                return pair.Result;
        throw new NaiveFault($"{argument} is not in the domain of {function}");
    }

    /// <summary>The items of a sequence.</summary>
    public static ImmutableArray<NaiveValue> Items(NaiveValue value) =>
        value is Function f && f.Pairs.Select((p, i) => p.Argument.Key == Of(i + 1).Key).All(x => x)
            ? [.. f.Pairs.Select(p => p.Result)]
            : throw new NaiveFault($"{value} is not a sequence");

    public static BigInteger Integer(ExprSyntax expression, NaiveScope scope) =>
        Evaluate(expression, scope) is Number number ? number.Value : throw new NaiveFault("not a number");

    /// <summary>What a name stands for.</summary>
    public static NaiveValue Meaning(string name, NaiveScope scope) => scope.Names.GetValueOrDefault(name) switch
    {
        NaiveMeaning.Constant constant => constant.Value,
        NaiveMeaning.Variable variable => scope.Now[variable.Name],
        NaiveMeaning.Operator { Parameters.IsEmpty: true } definition =>
            Evaluate(definition.Body, definition.Scope.At(scope.Now, scope.Next)),
        _ => throw new NotSupportedException($"the name {name}"),
    };

    /// <summary>The scope with definitions.</summary>
    public static NaiveScope Defined(IEnumerable<UnitSyntax> definitions, NaiveScope scope)
    {
        foreach (var unit in definitions)
            if (unit is UnitSyntax.Operator d)
                scope = scope.With(d.Name.Text, new NaiveMeaning.Operator([.. d.Parameters.Select(p => p.Name.Text)], d.Body, scope));
        return scope;
    }

    /// <summary>Every way to give the bound names values, the first name slowest.</summary>
    public static IEnumerable<NaiveScope> Bound(ImmutableArray<BoundSyntax> bounds, NaiveScope scope)
    {
        IEnumerable<NaiveScope> scopes = [scope];
        foreach (var bound in bounds)
        {
            var elements = ElementsOf(bound.Set!, scope).ToList();
            if (bound.IsTuple)
                scopes = scopes.SelectMany(s => elements.Select(e => bound.Names
                    .Zip(Items(e)).Aggregate(s, (inner, pair) => inner.With(pair.First.Text, pair.Second))));
            else
                foreach (var name in bound.Names)
                    scopes = scopes.SelectMany(s => elements.Select(e => s.With(name.Text, e)));
        }

        return scopes;
    }

    /// <summary>Every choice of one item of each list, the first slowest.</summary>
    public static IEnumerable<ImmutableArray<NaiveValue>> Combinations(IEnumerable<IEnumerable<NaiveValue>> lists)
    {
        IEnumerable<ImmutableArray<NaiveValue>> found = [[]];
        var all = lists.Select(l => l.ToList()).ToList();
        NaiveLimit.Check((long)all.Aggregate(1.0, (n, list) => n * list.Count));
        foreach (var list in all)
            found = found.SelectMany(head => list.Select(head.Add));
        return found;
    }

    private static NaiveValue Name(NameSyntax name) => new Text(name.Text);

    private static NaiveValue Choose(ExprSyntax.Choose e, NaiveScope scope)
    {
        foreach (var element in ElementsOf(e.Bound.Set!, scope))
            if (Holds(e.Body, scope.With(e.Bound.Names[0].Text, element)))
                return element;
        throw new NaiveFault("nothing to choose");
    }

    private static Set FunctionSet(ExprSyntax.FunctionSet e, NaiveScope scope)
    {
        var domain = ElementsOf(e.Domain, scope).ToList();
        var range = ElementsOf(e.Range, scope).ToList();
        return SetOf(Combinations(domain.Select(_ => range)).Select(results => FunctionOf(domain.Zip(results, (a, r) => new NaivePair(a, r)))));
    }

    private static IEnumerable<(NaiveValue Argument, NaiveScope Scope)> Arguments(
        ImmutableArray<BoundSyntax> bounds, NaiveScope scope)
    {
        var names = bounds.SelectMany(b => b.Names).Select(n => n.Text).ToList();
        return Bound(bounds, scope).Select(s =>
            (names.Count == 1 ? Meaning(names[0], s) : TupleOf(names.Select(n => Meaning(n, s))), s));
    }

    private static NaiveValue Argument(ImmutableArray<ExprSyntax> arguments, NaiveScope scope) =>
        arguments.Length == 1 ? Evaluate(arguments[0], scope) : TupleOf(All(arguments, scope));

    // What lies outside the domain is left alone.
    private static NaiveValue Updated(
        NaiveValue function, ImmutableArray<PathStepSyntax> path, ExprSyntax value, NaiveScope scope)
    {
        if (path.IsEmpty) return Evaluate(value, scope.With("@", function));
        if (function is not Function f) throw new NaiveFault($"{function} is not a function");
        var at = path[0].Field is { } field ? Name(field) : Argument(path[0].Arguments, scope);
        return new Function([.. f.Pairs.Select(p => NaiveValue.IsSame(p.Argument, at)
            ? new NaivePair(p.Argument, Updated(p.Result, path.RemoveAt(0), value, scope))
            : p)]);
    }
}
