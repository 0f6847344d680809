using System.Numerics;

namespace Verified.Tla.Values;

/// <summary>A set that is known by its name only: it has membership, but cannot be enumerated.</summary>
public abstract class InfiniteSet : SetValue
{
    private protected InfiniteSet()
    {
    }

    /// <summary><c>Nat</c>.</summary>
    public static InfiniteSet Nat { get; } = new NumberSet("Nat", 0);

    /// <summary><c>Int</c>.</summary>
    public static InfiniteSet Int { get; } = new NumberSet("Int", 1);

    /// <summary><c>Real</c>; its only elements that exist as values are the integers.</summary>
    public static InfiniteSet Real { get; } = new NumberSet("Real", 2);

    /// <summary><c>STRING</c>.</summary>
    public static InfiniteSet String { get; } = new StringSet();

    /// <summary>TLC's <c>Any</c>, which has every value as an element.</summary>
    public static InfiniteSet Any { get; } = new AnySet();

    /// <inheritdoc/>
    public sealed override bool IsFinite => false;

    /// <inheritdoc/>
    public sealed override bool IsEnumerable => false;

    /// <inheritdoc/>
    public sealed override bool IsEmpty => false;

    /// <inheritdoc/>
    public sealed override BigInteger Cardinality => throw new ValueException(
        $"Attempted to compute the number of elements of the infinite set {Brief}");

    internal sealed override bool IsCanonical => false;

    /// <inheritdoc/>
    public sealed override ElementEnumerator GetElements() => throw Unenumerable();

    /// <inheritdoc/>
    public sealed override ExplicitSet ToExplicit() => throw Unenumerable();

    /// <inheritdoc/>
    public sealed override Value Canonical() => throw new ValueException(
        $"The value of a variable contains the infinite set {Brief}");

    /// <summary>Equality; null where TLC refuses.</summary>
    internal bool? SameAs(SetValue other) => CompareInfinite(other) is { } order ? order == 0 : null;

    /// <summary>Order; null where TLC refuses.</summary>
    internal abstract int? CompareInfinite(SetValue other);

    private ValueException Unenumerable() => new($"Attempted to enumerate the infinite set {Brief}");

    private protected ValueException MembershipFault(Value element) => new(
        $"Attempted to check if {element.Kind} {element.Brief} is an element of {Brief}");

    private sealed class NumberSet(string name, int rank) : InfiniteSet
    {
        public override bool Contains(Value element) => element switch
        {
            IntValue number => rank > 0 || number.Sign >= 0,
            ModelValue model => model.IsElementOf(this),
            _ => throw MembershipFault(element),
        };

        internal override int? CompareInfinite(SetValue other) =>
            other is NumberSet numbers ? rank.CompareTo(numbers.Rank) : null;

        private int Rank => rank;

        private protected override ulong ComputeFingerprint() => Mixing.Text(Mixing.Seed.Infinite, name);

        internal override void Print(ValuePrinter printer) => printer.Write(name);
    }

    private sealed class StringSet : InfiniteSet
    {
        public override bool Contains(Value element) => element switch
        {
            StringValue => true,
            ModelValue model => model.IsElementOf(this),
            _ => throw MembershipFault(element),
        };

        internal override int? CompareInfinite(SetValue other) => other is StringSet ? 0 : null;

        private protected override ulong ComputeFingerprint() => Mixing.Text(Mixing.Seed.Infinite, "STRING");

        internal override void Print(ValuePrinter printer) => printer.Write("STRING");
    }

    private sealed class AnySet : InfiniteSet
    {
        public override bool Contains(Value element) => true;

        internal override int? CompareInfinite(SetValue other) => null;

        private protected override ulong ComputeFingerprint() => Mixing.Text(Mixing.Seed.Infinite, "ANY");

        internal override void Print(ValuePrinter printer) => printer.Write("ANY");
    }
}
