using System.Numerics;
using Verified.Tla.Semantics;
using Verified.Tla.Values;
using static Verified.Tla.Modules.Arguments;

namespace Verified.Tla.Modules;

/// <summary>The module Randomization. What is drawn is decided by the seed of the run.</summary>
internal static class Randomization
{
    public static readonly BuiltinOperator[] All =
    [
        BuiltinOperator.Of("RandomSubset", 2, static call => ExplicitSet.From(Draw(
            Elements(call[1], "RandomSubset"), Size(call[0], "RandomSubset"), call.Host.Random)), ordered: true),
        BuiltinOperator.Of("RandomSetOfSubsets", 3, static call => Subsets(call, "RandomSetOfSubsets"), ordered: true),
        BuiltinOperator.Of("TestRandomSetOfSubsets", 3, static call => TupleValue.Adopt(
            [.. Enumerable.Range(0, 5).Select(_ => IntValue.Of(Subsets(call, "TestRandomSetOfSubsets").Count))]), ordered: true),
    ];

    /// <summary>An element of a set, each as likely as any other; sets of functions and subsets are not enumerated.</summary>
    public static Value Element(SetValue set, Random random)
    {
        StackGuard.Require();
        switch (set)
        {
            case PowerSet power:
                return ExplicitSet.From(Some(power.Base.ToExplicit().Elements, 0.5, random));
            case FunctionSet functions:
                var range = functions.Range;
                return FunctionLike.Construct(functions.Domain.ToExplicit(), _ => Element(range, random));
            case IntervalSet { IsEmpty: false } interval:
                return IntValue.Of(random.NextInt64(interval.High - interval.Low + 1) + interval.Low);
            default:
                var elements = set.ToExplicit().Elements;
                return elements.IsEmpty
                    ? throw new ValueException("RandomElement of the empty set has no value")
                    : elements[random.Next(elements.Length)];
        }
    }

    private static ReadOnlySpan<Value> Elements(Value set, string op) => Set(set, op).ToExplicit().Elements;

    private static int Size(Value value, string op) => Index(value, op) is >= 0 and var size
        ? size
        : throw new ValueException($"{op} takes a natural number, not {value.ToString(Value.MessageLength)}");

    private static Value[] Draw(ReadOnlySpan<Value> elements, int count, Random random)
    {
        var all = elements.ToArray();
        if (count >= all.Length) return all;
        random.Shuffle(all);
        return all[..count];
    }

    // Each of k subsets holds n elements on average; equal ones are one.
    private static ExplicitSet Subsets(Invocation call, string op)
    {
        var (count, size) = (Size(call[0], op), Size(call[1], op));
        var elements = Elements(call[2], op);
        if (size > elements.Length)
            throw new ValueException($"{op} takes a size up to the number of elements, {elements.Length}, not {size}");
        if (count > BigInteger.Pow(2, elements.Length))
            throw new ValueException($"{op} takes a number of subsets up to 2^{elements.Length}, not {count}");
        var subsets = new HashSet<Value>();
        for (var i = 0; i < count; i++)
            subsets.Add(ExplicitSet.From(Some(
                elements, elements.IsEmpty ? 0 : (double)size / elements.Length, call.Host.Random)));
        return ExplicitSet.From(subsets.ToArray());
    }

    private static Value[] Some(ReadOnlySpan<Value> elements, double probability, Random random)
    {
        var some = new List<Value>();
        foreach (var element in elements)
            if (random.NextDouble() < probability)
                some.Add(element);
        return [.. some];
    }
}
