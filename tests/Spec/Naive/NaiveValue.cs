using System.Collections.Immutable;
using System.Globalization;
using System.Numerics;

namespace Verified.Tests.Spec.Naive;

/// <summary>A value as the book defines it, as simply as it can be written: sets and functions are lists, and two values
/// are the same when their texts are.</summary>
/// <remarks>A tuple is a function over 1..n and a record one over strings, as in the book. Nothing here is shared with the
/// engine. Comparisons that TLC refuses are refused.</remarks>
internal abstract record NaiveValue : IComparable<NaiveValue>
{
    private NaiveValue()
    {
    }

    public sealed record Truth(bool Value) : NaiveValue;

    public sealed record Number(BigInteger Value) : NaiveValue;

    public sealed record Text(string Value) : NaiveValue;

    public sealed record Model(string Name) : NaiveValue;

    /// <summary>In their order, none twice; as given, if they have none, which is a fault where the order is needed.</summary>
    public sealed record Set(ImmutableArray<NaiveValue> AsGiven, NaiveFault? Fault = null) : NaiveValue
    {
        public ImmutableArray<NaiveValue> Elements => Fault is null ? AsGiven : throw Fault;
    }

    /// <summary>In the order of the arguments.</summary>
    public sealed record Function(ImmutableArray<NaivePair> Pairs) : NaiveValue;

    /// <summary>The text by which values are the same.</summary>
    public string Key => this switch
    {
        Truth t => t.Value ? "TRUE" : "FALSE",
        Number n => n.Value.ToString(CultureInfo.InvariantCulture),
        Text t => $"\"{t.Value}\"",
        Model m => m.Name,
        Set s => $"{{{string.Join(", ", s.Elements.Select(e => e.Key).Order(StringComparer.Ordinal))}}}",
        Function f => $"[{string.Join(", ", f.Pairs.Select(p => $"{p.Argument.Key} |-> {p.Result.Key}").Order(StringComparer.Ordinal))}]",
        _ => throw new System.Diagnostics.UnreachableException(),
    };

    public static NaiveValue Of(bool value) => new Truth(value);

    public static NaiveValue Of(BigInteger value) => new Number(value);

    public static Set SetOf(IEnumerable<NaiveValue> elements)
    {
        var all = elements.Take(NaiveLimit.Elements + 1).ToList();
        NaiveLimit.Check(all.Count);
        try
        {
            for (var i = 1; i < all.Count; i++)
                IsSame(all[0], all[i]);
            return new Set([.. all.DistinctBy(e => e.Key).Order()]);
        }
        catch (NaiveFault fault)
        {
            return new Set([.. all], fault);
        }
    }

    public static Function FunctionOf(IEnumerable<NaivePair> pairs) => new([.. pairs.OrderBy(p => p.Argument)]);

    public static Function TupleOf(IEnumerable<NaiveValue> items) =>
        FunctionOf(items.Select((item, i) => new NaivePair(Of(i + 1), item)));

    /// <summary>Equality, which is refused between kinds; a model value is only equal to itself.</summary>
    /// <exception cref="NaiveFault">The two cannot be compared.</exception>
    public static bool IsSame(NaiveValue a, NaiveValue b)
    {
        if (a is Model || b is Model) return a.Key == b.Key;
        if (a.GetType() != b.GetType()) throw new NaiveFault($"{a.Key} = {b.Key}");
        return (a, b) switch
        {
            (Set x, Set y) => x.Elements.Length == y.Elements.Length
                && x.Elements.Zip(y.Elements).All(p => IsSame(p.First, p.Second)),
            (Function x, Function y) => x.DomainKey == y.DomainKey
                && x.Pairs.Zip(y.Pairs).All(p => IsSame(p.First.Result, p.Second.Result)),
            _ => a.Key == b.Key,
        };
    }

    private string DomainKey => string.Join(", ", ((Function)this).Pairs.Select(p => p.Argument.Key));

    /// <summary>The order that decides what CHOOSE takes: numbers by value, sets by size first, names by first mention, which
    /// here is that of the alphabet.</summary>
    public int CompareTo(NaiveValue? other) => (this, other) switch
    {
        (Truth a, Truth b) => a.Value.CompareTo(b.Value),
        (Number a, Number b) => a.Value.CompareTo(b.Value),
        (Text a, Text b) => string.CompareOrdinal(a.Value, b.Value),
        (Model a, Model b) => string.CompareOrdinal(a.Name, b.Name),
        (Set a, Set b) => Compare(a.Elements, b.Elements),
        (Function a, Function b) => Compare([.. a.Pairs.Select(p => p.Argument)], [.. b.Pairs.Select(p => p.Argument)])
            is var domains and not 0 ? domains : Compare([.. a.Pairs.Select(p => p.Result)], [.. b.Pairs.Select(p => p.Result)]),
        // A model value can be in a set with anything, and comes first.
        (Model, _) => -1,
        (_, Model) => 1,
        _ => string.CompareOrdinal(Key, other!.Key),
    };

    public sealed override string ToString() => Key;

    private static int Compare(ImmutableArray<NaiveValue> a, ImmutableArray<NaiveValue> b)
    {
        if (a.Length != b.Length) return a.Length.CompareTo(b.Length);
        for (var i = 0; i < a.Length; i++)
            if (a[i].CompareTo(b[i]) is var order and not 0)
                return order;
        return 0;
    }
}

/// <summary>A function's result at an argument; it may have none, which is a fault where it is asked for.</summary>
internal sealed class NaivePair(NaiveValue argument, Lazy<NaiveValue> result)
{
    public NaivePair(NaiveValue argument, NaiveValue result)
        : this(argument, new Lazy<NaiveValue>(result))
    {
    }

    public NaiveValue Argument => argument;

    public Lazy<NaiveValue> Later => result;

    public NaiveValue Result => result.Value;
}

/// <summary>An expression has no value.</summary>
internal sealed class NaiveFault(string message) : Exception(message);

/// <summary>A value is too large to be enumerated here; nothing is said about it.</summary>
internal sealed class NaiveLimit() : Exception("too large")
{
    /// <summary>The most elements of a set.</summary>
    public const int Elements = 3_000;

    public static void Check(long elements)
    {
        if (elements > Elements) throw new NaiveLimit();
    }
}
