using System.Numerics;

namespace Verified.Tla.Values;

/// <summary>A set given by its definition; its elements are computed when something needs them and then kept.</summary>
public abstract class LazySet : SetValue
{
    /// <summary>More elements than any state or constant has use for: a guard of the memory against mistakes.</summary>
    internal const int MaxElements = 1 << 27;

    private ExplicitSet? _explicit;

    private protected LazySet()
    {
    }

    /// <inheritdoc/>
    public sealed override bool IsFinite
    {
        get
        {
            StackGuard.Require();
            return DecideFinite();
        }
    }

    /// <inheritdoc/>
    public override BigInteger Cardinality => ToExplicit().Cardinality;

    internal override bool IsCanonical => false;

    /// <inheritdoc/>
    public override ExplicitSet ToExplicit() => _explicit ??= MakeExplicit();

    /// <inheritdoc/>
    public override Value Canonical() => ToExplicit().Canonical();

    /// <summary>The elements of <paramref name="set"/> as it enumerates them.</summary>
    internal static Value[] Collect(SetValue set, BigInteger expected)
    {
        if (expected > MaxElements) throw TooLarge(set);
        var elements = new List<Value>((int)expected);
        var enumerator = set.GetElements();
        while (enumerator.MoveNext(out var element))
        {
            if (elements.Count == MaxElements) throw TooLarge(set);
            elements.Add(element);
        }

        return [.. elements];
    }

    internal static ValueException TooLarge(SetValue set) =>
        new($"Attempted to construct a set with too many elements: {set.Brief}");

    /// <summary>Whether it has finitely many elements.</summary>
    private protected abstract bool DecideFinite();

    /// <summary>Its definition in TLA+.</summary>
    private protected abstract void PrintDefinition(ValuePrinter printer);

    internal sealed override void Print(ValuePrinter printer)
    {
        StackGuard.Require();
        if (!printer.TryExpand(this)) PrintDefinition(printer);
    }

    private protected sealed override ulong ComputeFingerprint() =>
        FingerprintOfElements(EnumeratesInOrder && _explicit is null ? this : ToExplicit());

    private ExplicitSet MakeExplicit()
    {
        var elements = Collect(this, CountsWithoutEnumerating ? Cardinality : BigInteger.Zero);
        return EnumeratesInOrder ? ExplicitSet.FromSorted(elements) : ExplicitSet.Adopt(elements);
    }
}
