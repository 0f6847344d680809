using Verified.Tla.Values;

namespace Verified.Tla.Packing;

/// <summary>What the values of one part of the states have in common, as far as a sample of states shows.</summary>
internal abstract record Shape
{
    // A set that has had more elements than this in a sample will have many more.
    private const int MaxSampled = 512;

    private Shape()
    {
    }

    /// <summary>Nothing that helps.</summary>
    public sealed record Any : Shape;

    /// <summary>Sets with these elements.</summary>
    public sealed record Set(HashSet<Value> Elements) : Shape;

    /// <summary>Functions on one domain.</summary>
    public sealed record Function(FunctionLike Sample, Shape[] Results) : Shape;

    public static Shape Of(Value value) => value switch
    {
        ExplicitSet { Count: <= MaxSampled } set => new Set([.. set.Elements]),
        FunctionLike { Count: > 0 and < 64 } function => new Function(function, ResultsOf(function)),
        _ => new Any(),
    };

    public static Shape Join(Shape left, Shape right)
    {
        switch (left, right)
        {
            case (Set a, Set b):
                a.Elements.UnionWith(b.Elements);
                return a.Elements.Count <= MaxSampled ? a : new Any();
            case (Function a, Function b) when SameDomain(a.Sample, b.Sample):
                for (var i = 0; i < a.Results.Length; i++) a.Results[i] = Join(a.Results[i], b.Results[i]);
                return a;
            default:
                return new Any();
        }
    }

    private static Shape[] ResultsOf(FunctionLike function)
    {
        var results = new Shape[function.Count];
        for (var i = 0; i < results.Length; i++) results[i] = Of(function.ResultAt(i));
        return results;
    }

    private static bool SameDomain(FunctionLike a, FunctionLike b)
    {
        if (a.Count != b.Count) return false;
        for (var i = 0; i < a.Count; i++)
            if (!a.ArgumentAt(i).Equals(b.ArgumentAt(i)))
                return false;
        return true;
    }
}
