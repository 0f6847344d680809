using FsCheck;
using FsCheck.Fluent;

namespace Verified.Tests.Spec.Values;

/// <summary>A kind of values that TLC compares with each other.</summary>
internal abstract record Sort
{
    public sealed record Bool : Sort;

    public sealed record Int : Sort;

    public sealed record Text : Sort;

    public sealed record Model : Sort;

    public sealed record SetOf(Sort Element) : Sort;

    public sealed record Sequence(Sort Item) : Sort;

    public sealed record Record(Sort A, Sort B) : Sort;

    public sealed record Function(Sort Argument, Sort Result) : Sort;

    /// <summary>Sorts up to a depth.</summary>
    public static Gen<Sort> Any(int depth = 3)
    {
        var flat = Gen.Elements<Sort>(new Bool(), new Int(), new Text(), new Model());
        if (depth == 0) return flat;
        var part = Any(depth - 1);
        return Gen.OneOf(
            flat,
            part.Select(Sort (s) => new SetOf(s)),
            part.Select(Sort (s) => new Sequence(s)),
            part.SelectMany(a => part.Select(Sort (b) => new Record(a, b))),
            part.SelectMany(a => part.Select(Sort (b) => new Function(a, b))));
    }
}
