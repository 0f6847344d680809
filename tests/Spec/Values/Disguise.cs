using FsCheck;
using FsCheck.Fluent;
using Verified.Tla.Values;

namespace Verified.Tests.Spec.Values;

/// <summary>The same value in another representation.</summary>
internal static class Disguise
{
    public static Gen<(Value Plain, Value Disguised)> Any =>
        ValueGen.Any.SelectMany(value => Gen.Choose(0, 5).Select(way => (value, Of(value, way))));

    public static Value Of(Value value, int way) => value switch
    {
        ExplicitSet set => OfSet(set, way),
        FunctionLike function => OfFunction(function, way),
        _ => value,
    };

    private static SetValue OfSet(ExplicitSet set, int way)
    {
        var disguised = new List<Value>();
        foreach (var element in set.Elements) disguised.Add(Of(element, way + 1));
        var elements = ExplicitSet.From(disguised);
        var lazy = new FilterSet(elements, static _ => true);
        return (way % 6) switch
        {
            0 => elements,
            1 => lazy,
            2 => SetOps.Union(lazy, lazy),
            3 => new UnionSet(ExplicitSet.From(elements, ExplicitSet.Empty)),
            4 => SetOps.Difference(lazy, ExplicitSet.Empty),
            _ => Interval(set) ?? SetOps.Intersect(lazy, lazy),
        };
    }

    private static IntervalSet? Interval(ExplicitSet set)
    {
        foreach (var element in set.Elements)
        {
            if (element is not IntValue number || !number.TryGetInt32(out _)) return null;
        }

        if (set.IsEmpty) return IntervalSet.Of(1, 0);
        var interval = IntervalSet.Of((IntValue)set.Elements[0], (IntValue)set.Elements[^1]);
        return interval.Cardinality == set.Count ? interval : null;
    }

    private static FunctionLike OfFunction(FunctionLike function, int way)
    {
        switch (way % 3)
        {
            case 0:
                FunctionLike combined = TupleValue.Empty;
                for (var i = 0; i < function.Count; i++)
                {
                    combined = FunctionLike.Combine(combined, FunctionLike.Singleton(
                        Of(function.ArgumentAt(i), way + 1), Of(function.ResultAt(i), way + 1)));
                }

                return combined;
            case 1:
                return new LazyFunction(
                    (SetValue)Of(function.Domain.ToExplicit(), way), argument => Of(function.Apply(argument), way + 1));
            default:
                return FunctionLike.Construct(new FilterSet(function.Domain, static _ => true), function.Apply);
        }
    }
}
