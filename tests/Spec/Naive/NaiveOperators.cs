using System.Collections.Immutable;
using System.Numerics;
using Verified.Tla.Syntax;
using static Verified.Tests.Spec.Naive.NaiveEvaluator;
using static Verified.Tests.Spec.Naive.NaiveValue;

namespace Verified.Tests.Spec.Naive;

/// <summary>The operators of the language and of Integers, Sequences, FiniteSets and TLC.</summary>
internal static class NaiveOperators
{
    public static NaiveValue Apply(ExprSyntax.Apply e, NaiveScope scope)
    {
        var name = e.Name.Text;
        if (scope.Names.GetValueOrDefault(name) is NaiveMeaning.Operator { Parameters.IsEmpty: false } called)
            return Evaluate(called.Body, called.Parameters.Zip(e.Arguments).Aggregate(
                called.Scope.At(scope.Now, scope.Next),
                (s, p) => s.With(p.First, new NaiveMeaning.Operator([], p.Second, scope))));
        return e.Arguments.Length switch
        {
            0 => Named(name, scope),
            1 => Unary(name, e.Arguments[0], scope),
            _ => Binary(name, e.Arguments, scope),
        };
    }

    private static NaiveValue Named(string name, NaiveScope scope) => name switch
    {
        "TRUE" => Of(true),
        "FALSE" => Of(false),
        "BOOLEAN" => SetOf([Of(false), Of(true)]),
        _ => Meaning(name, scope),
    };

    private static NaiveValue Unary(string name, ExprSyntax argument, NaiveScope scope) => name switch
    {
        "~" => Of(!Holds(argument, scope)),
        "-." => Of(-Integer(argument, scope)),
        "'" => Evaluate(argument, scope.At(scope.Next, scope.Next)),
        "UNCHANGED" => Of(IsSame(Evaluate(argument, scope.At(scope.Next, scope.Next)), Evaluate(argument, scope))),
        "SUBSET" => Subsets(Evaluate(argument, scope)),
        "UNION" => SetOf(ElementsOf(argument, scope).SelectMany(ElementsOf).ToList()),
        "DOMAIN" => Evaluate(argument, scope) is Function f
            ? SetOf(f.Pairs.Select(p => p.Argument))
            : throw new NaiveFault("not a function"),
        "Cardinality" => Of(ElementsOf(argument, scope).Count()),
        "IsFiniteSet" => Of(ElementsOf(argument, scope).Any() || true),
        "Len" => Of(Evaluate(argument, scope) is var s && s is Text text ? text.Value.Length : Items(s).Length),
        "Head" => Items(Evaluate(argument, scope)) is [var head, ..] ? head : throw new NaiveFault("empty"),
        "Tail" => Tail(Evaluate(argument, scope)),
        _ => throw new NotSupportedException(name),
    };

    private static NaiveValue Binary(string name, ImmutableArray<ExprSyntax> arguments, NaiveScope scope)
    {
        var (a, b) = (arguments[0], arguments[1]);
        return name switch
        {
            "/\\" => Of(Holds(a, scope) && Holds(b, scope)),
            "\\/" => Of(Holds(a, scope) || Holds(b, scope)),
            "=>" => Of(!Holds(a, scope) || Holds(b, scope)),
            "<=>" => Of(Holds(a, scope) == Holds(b, scope)),
            "=" => Of(IsSame(Evaluate(a, scope), Evaluate(b, scope))),
            "/=" => Of(!IsSame(Evaluate(a, scope), Evaluate(b, scope))),
            "\\in" => Of(IsIn(Evaluate(a, scope), Membership(b, scope))),
            "\\notin" => Of(!IsIn(Evaluate(a, scope), Membership(b, scope))),
            "\\subseteq" => Of(Filtered(a, b, scope, (isIn, e) => !isIn(e)).Count == 0),
            "\\cup" => SetOf(ElementsOf(a, scope).Concat(ElementsOf(b, scope)).ToList()),
            "\\cap" => SetOf(Filtered(a, b, scope, (isIn, e) => isIn(e))),
            "\\" => SetOf(Filtered(a, b, scope, (isIn, e) => !isIn(e))),
            "+" => Of(Integer(a, scope) + Integer(b, scope)),
            "-" => Of(Integer(a, scope) - Integer(b, scope)),
            "*" => Of(Integer(a, scope) * Integer(b, scope)),
            "^" => Of(BigInteger.Pow(Integer(a, scope), (int)Integer(b, scope))),
            "\\div" => Divided(Integer(a, scope), Integer(b, scope)),
            "%" => Remainder(Integer(a, scope), Integer(b, scope)),
            "<" => Of(Integer(a, scope) < Integer(b, scope)),
            ">" => Of(Integer(a, scope) > Integer(b, scope)),
            "\\leq" => Of(Integer(a, scope) <= Integer(b, scope)),
            "\\geq" => Of(Integer(a, scope) >= Integer(b, scope)),
            ".." => Interval(Integer(a, scope), Integer(b, scope)),
            ":>" => new Function([new NaivePair(Evaluate(a, scope), Evaluate(b, scope))]),
            "@@" => Merged(Evaluate(a, scope), Evaluate(b, scope)),
            "\\o" => Joined(Evaluate(a, scope), Evaluate(b, scope)),
            "Append" => TupleOf(Items(Evaluate(a, scope)).Add(Evaluate(b, scope))),
            "SubSeq" => SubSequence(
                Evaluate(a, scope), Integer(b, scope), Integer(arguments[2], scope)),
            "SelectSeq" => TupleOf(Items(Evaluate(a, scope)).Where(i => Test((ExprSyntax.Lambda)b, i, scope)).ToList()),
            _ => throw new NotSupportedException(name),
        };
    }

    private static bool Test(ExprSyntax.Lambda test, NaiveValue item, NaiveScope scope) =>
        Holds(test.Body, scope.With(test.Parameters[0].Text, item));

    private static bool IsIn(NaiveValue value, Predicate<NaiveValue> membership) => membership(value);

    // Both sets are evaluated first, whether or not the first has an element.
    private static List<NaiveValue> Filtered(
        ExprSyntax a, ExprSyntax b, NaiveScope scope, Func<Predicate<NaiveValue>, NaiveValue, bool> keep)
    {
        var elements = ElementsOf(a, scope).ToList();
        var membership = Membership(b, scope);
        return elements.Where(e => keep(membership, e)).ToList();
    }

    // Nat, Int, STRING and Seq(S) are not enumerated. A model value is in none of them.
    private static Predicate<NaiveValue> Membership(ExprSyntax set, NaiveScope scope)
    {
        switch (set)
        {
            case ExprSyntax.Parenthesised e:
                return Membership(e.Inner, scope);
            case ExprSyntax.Apply { Name.Text: "Nat" }:
                return value => value is not NaiveValue.Model && Numeral(value) >= 0;
            case ExprSyntax.Apply { Name.Text: "Int" }:
                return value => value is not NaiveValue.Model && Numeral(value) is var _;
            case ExprSyntax.Apply { Name.Text: "STRING" }:
                return value => value is not NaiveValue.Model
                    && (value is Text ? true : throw new NaiveFault("not a string"));
            case ExprSyntax.Apply { Name.Text: "Seq" } e:
                var item = Membership(e.Arguments[0], scope);
                return value => value is not NaiveValue.Model && Items(value).All(i => item(i));
            default:
                var elements = Evaluate(set, scope) is Set s ? s.AsGiven : throw new NaiveFault("not a set");
                return value => elements.Any(e => IsSame(e, value));
        }
    }

    private static BigInteger Numeral(NaiveValue value) =>
        value is Number number ? number.Value : throw new NaiveFault("not a number");

    private static Set Subsets(NaiveValue set)
    {
        var elements = ElementsOf(set).ToList();
        NaiveLimit.Check(1L << Math.Min(elements.Count, 60));
        IEnumerable<ImmutableArray<NaiveValue>> found = [[]];
        foreach (var element in elements)
            found = found.SelectMany(s => new[] { s, s.Add(element) });
        return SetOf(found.Select(NaiveValue (s) => new Set([.. s.Order()])).ToList());
    }

    private static NaiveValue Divided(BigInteger a, BigInteger b) => b.IsZero
        ? throw new NaiveFault("division by zero")
        : Of((a - Modulo(a, b)) / b);

    // Floors, so the remainder has the sign of the divisor.
    private static BigInteger Modulo(BigInteger a, BigInteger b) => ((a % b) + b) % b;

    private static NaiveValue Remainder(BigInteger a, BigInteger b) =>
        b.Sign <= 0 ? throw new NaiveFault("the divisor is not positive") : Of(Modulo(a, b));

    private static Set Interval(BigInteger low, BigInteger high)
    {
        NaiveLimit.Check((long)BigInteger.Min(high - low, long.MaxValue));
        var numbers = new List<NaiveValue>();
        for (var i = low; i <= high; i++) numbers.Add(Of(i));
        return SetOf(numbers);
    }

    private static Function Merged(NaiveValue first, NaiveValue second)
    {
        if (first is not Function a || second is not Function b) throw new NaiveFault("not a function");
        var others = b.Pairs.Where(p => !a.Pairs.Any(q => IsSame(q.Argument, p.Argument)));
        return FunctionOf(a.Pairs.Concat(others));
    }

    // The tools take strings for sequences of characters here, and nowhere else.
    private static NaiveValue Tail(NaiveValue value) => value switch
    {
        Text { Value: [_, .. var tail] } => new Text(tail),
        Text => throw new NaiveFault("empty"),
        _ => Items(value) is [_, .. var tail] ? TupleOf(tail) : throw new NaiveFault("empty"),
    };

    private static NaiveValue Joined(NaiveValue a, NaiveValue b) => (a, b) is (Text first, Text second)
        ? new Text(first.Value + second.Value)
        : TupleOf(Items(a).AddRange(Items(b)));

    private static NaiveValue SubSequence(NaiveValue value, BigInteger from, BigInteger to)
    {
        var length = value is Text whole ? whole.Value.Length : Items(value).Length;
        if (from > to) return value is Text ? new Text("") : TupleOf([]);
        if (from < 1 || to > length) throw new NaiveFault("outside of the sequence");
        var (skip, take) = ((int)from - 1, (int)(to - from) + 1);
        return value is Text text
            ? new Text(text.Value.Substring(skip, take))
            : TupleOf(Items(value).Skip(skip).Take(take));
    }
}
