using Verified.Tla.Semantics;
using Verified.Tla.Values;
using static Verified.Tla.Modules.Arguments;

namespace Verified.Tla.Modules;

/// <summary>The module FiniteSetsExt: folds, sums, extremes and choices of finite sets.</summary>
internal static class FiniteSetsExt
{
    public static readonly BuiltinOperator[] All =
    [
        BuiltinOperator.Of("FoldSet", 3, static call =>
            Folds.Onto(call.Operator(0), call[1], Elements(call[2], "FoldSet")), [2, 0, 0]),
        BuiltinOperator.Of("ReduceSet", 3, static call =>
            Folds.Onto(call.Operator(0), call[2], Elements(call[1], "ReduceSet")), [2, 0, 0]),
        BuiltinOperator.Of("SumSet", static s => Sum(Elements(s, "SumSet"), "SumSet")),
        BuiltinOperator.Of("ProductSet", static s => Product(Elements(s, "ProductSet"))),
        BuiltinOperator.Of("MapThenSumSet", 2, MapThenSumSet, [1, 0]),
        BuiltinOperator.Of("FlattenSet", static s => SetOps.BigUnion(Set(s, "FlattenSet"))),
        BuiltinOperator.Of("SymDiff", static (a, b) => SetOps.Union(
            SetOps.Difference(Set(a, "SymDiff"), Set(b, "SymDiff")), SetOps.Difference(Set(b, "SymDiff"), Set(a, "SymDiff")))),
        BuiltinOperator.Of("Quantify", 2, Quantify, [0, 1]),
        BuiltinOperator.Of("kSubset", static (k, s) => Subsets(Integer(k, "kSubset"), Elements(s, "kSubset"))),
        BuiltinOperator.Of("Max", static s => Extreme(Elements(s, "Max"), "Max", isGreatest: true)),
        BuiltinOperator.Of("Min", static s => Extreme(Elements(s, "Min"), "Min", isGreatest: false)),
        BuiltinOperator.Of("Choices", static s => Choices(Elements(s, "Choices"))),
        BuiltinOperator.Of("ChooseUnique", 2, ChooseUnique, [0, 1]),
    ];

    private static ReadOnlySpan<Value> Elements(Value set, string op) => Set(set, op).ToExplicit().Elements;

    private static IntValue Sum(ReadOnlySpan<Value> numbers, string op)
    {
        var sum = IntValue.Zero;
        foreach (var number in numbers) sum = IntValue.Add(sum, Integer(number, op));
        return sum;
    }

    private static IntValue Product(ReadOnlySpan<Value> numbers)
    {
        var product = IntValue.One;
        foreach (var number in numbers) product = IntValue.Multiply(product, Integer(number, "ProductSet"));
        return product;
    }

    private static IntValue MapThenSumSet(Invocation call)
    {
        var map = call.Operator(0);
        var sum = IntValue.Zero;
        foreach (var element in Elements(call[1], "MapThenSumSet"))
            sum = IntValue.Add(sum, Integer(map(element), "MapThenSumSet"));
        return sum;
    }

    private static IntValue Quantify(Invocation call)
    {
        var test = call.Operator(1);
        var count = 0;
        foreach (var element in Elements(call[0], "Quantify"))
            if (Boolean(test(element), "Quantify"))
                count++;
        return IntValue.Of(count);
    }

    private static ExplicitSet Subsets(IntValue size, ReadOnlySpan<Value> elements)
    {
        var found = new List<Value>();
        if (size.TryGetInt32(out var k) && k >= 0 && k <= elements.Length)
            Choose(elements, new Value[k], 0, 0, found);
        return ExplicitSet.From(found);
    }

    private static void Choose(ReadOnlySpan<Value> from, Value[] chosen, int count, int start, List<Value> found)
    {
        if (count == chosen.Length)
        {
            found.Add(ExplicitSet.From(chosen));
            return;
        }

        for (var i = start; i <= from.Length - (chosen.Length - count); i++)
        {
            chosen[count] = from[i];
            Choose(from, chosen, count + 1, i + 1, found);
        }
    }

    private static IntValue Extreme(ReadOnlySpan<Value> numbers, string op, bool isGreatest)
    {
        if (numbers.IsEmpty) throw new ValueException($"{op} of the empty set has no value");
        var extreme = Integer(numbers[0], op);
        foreach (var number in numbers[1..])
            if (IntValue.Compare(Integer(number, op), extreme) > 0 == isGreatest)
                extreme = (IntValue)number;
        return extreme;
    }

    // The sets that hold one element of each set.
    private static ExplicitSet Choices(ReadOnlySpan<Value> sets)
    {
        var choices = ExplicitSet.Singleton(ExplicitSet.Empty);
        foreach (var set in sets)
        {
            var longer = new List<Value>();
            foreach (var choice in choices.Elements)
                foreach (var element in Elements(set, "Choices"))
                    longer.Add(SetOps.Union((SetValue)choice, ExplicitSet.Singleton(element)));
            choices = ExplicitSet.From(longer);
        }

        return choices;
    }

    private static Value ChooseUnique(Invocation call)
    {
        var test = call.Operator(1);
        Value? found = null;
        foreach (var element in Elements(call[0], "ChooseUnique"))
            if (Boolean(test(element), "ChooseUnique"))
                found = found is null
                    ? element
                    : throw new ValueException("ChooseUnique finds several elements that satisfy its predicate");
        return found ?? throw new ValueException("ChooseUnique finds no element that satisfies its predicate");
    }
}
