using System.Numerics;

namespace Verified.Tla.Values;

/// <summary><c>SUBSET Base</c>: smaller subsets first, subsets of one size in the order of their elements.</summary>
public sealed class PowerSet(SetValue baseSet) : LazySet
{
    // 2^n as a number is allowed far beyond what can be enumerated.
    private const int MaxExponent = 1 << 22;

    /// <summary>Whose subsets they are.</summary>
    public SetValue Base { get; } = baseSet;

    /// <inheritdoc/>
    public override bool IsEmpty => false;

    /// <inheritdoc/>
    public override BigInteger Cardinality
    {
        get
        {
            var exponent = Base.Cardinality;
            return exponent <= MaxExponent
                ? BigInteger.One << (int)exponent
                : throw new ValueException($"The number of elements of {Brief} is too large to be computed");
        }
    }

    internal override int ExpansionBound => 1 << 7;

    internal override bool CountsWithoutEnumerating { get; } = baseSet.CountsWithoutEnumerating;

    internal override bool EnumeratesInOrder => true;

    /// <inheritdoc/>
    public override bool Contains(Value element) => element is SetValue { IsEnumerable: true } subset
        ? subset.IsSubsetOf(Base)
        : throw new ValueException(
            $"Attempted to check if {element.Kind} {element.Brief}, which cannot be enumerated, is in {Brief}");

    /// <inheritdoc/>
    public override bool IsSubsetOf(SetValue other) =>
        other is PowerSet power ? Base.IsSubsetOf(power.Base) : base.IsSubsetOf(other);

    /// <inheritdoc/>
    public override ElementEnumerator GetElements()
    {
        StackGuard.Require();
        return new SubsetEnumerator(Base.ToExplicit().Elements.ToArray());
    }

    private protected override bool DecideFinite() => Base.IsFinite;

    private protected override void PrintDefinition(ValuePrinter printer)
    {
        printer.Write("SUBSET ");
        var parenthesised = Base is IntervalSet or CupSet or CapSet or DiffSet or UnionSet;
        if (parenthesised) printer.Write("(");
        Base.Print(printer);
        if (parenthesised) printer.Write(")");
    }
}
