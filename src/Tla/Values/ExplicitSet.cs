using System.Numerics;

namespace Verified.Tla.Values;

/// <summary><c>{a, b, c}</c>: the elements in memory, sorted, each once.</summary>
/// <remarks>Elements that cannot be compared, as in <c>{1, "a"}</c>, are no error until something needs their order;
/// membership tries them one after the other, as TLC does.</remarks>
public sealed class ExplicitSet : SetValue
{
    private readonly Value[] _elements;

    // Why the elements have no order, or null: then _elements is sorted and free of duplicates.
    private readonly string? _fault;
    private bool _isCanonical;

    private ExplicitSet(Value[] elements, string? fault)
    {
        _elements = elements;
        _fault = fault;
    }

    /// <summary><c>{}</c>.</summary>
    public static ExplicitSet Empty { get; } = new([], null);

    /// <summary><c>BOOLEAN</c>.</summary>
    public static ExplicitSet Boolean { get; } = new([BoolValue.False, BoolValue.True], null);

    /// <summary>How many elements it has.</summary>
    public int Count => Elements.Length;

    /// <summary>The elements in order.</summary>
    /// <exception cref="ValueException">They cannot be compared.</exception>
    public ReadOnlySpan<Value> Elements => Sorted;

    /// <summary>The elements, whether or not they have an order.</summary>
    internal ReadOnlySpan<Value> Mentioned => _elements;

    /// <inheritdoc/>
    public override bool IsFinite => true;

    /// <inheritdoc/>
    public override bool IsEmpty => _elements.Length == 0;

    /// <inheritdoc/>
    public override BigInteger Cardinality => Sorted.Length;

    internal override bool CountsWithoutEnumerating => true;

    internal override bool IsReducible => true;

    internal override bool EnumeratesInOrder => true;

    internal override bool IsCanonical => _isCanonical || (_isCanonical = AllCanonical(Sorted));

    private Value[] Sorted => _fault is null ? _elements : throw new ValueException(_fault);

    /// <summary>The set of these values, in any order and with repetitions.</summary>
    public static ExplicitSet From(params ReadOnlySpan<Value> values) => Adopt(values.ToArray());

    /// <summary>The set of these values, in any order and with repetitions.</summary>
    public static ExplicitSet From(List<Value> values) => Adopt([.. values]);

    /// <summary><c>{value}</c>.</summary>
    public static ExplicitSet Singleton(Value value) => new([value], null);

    /// <inheritdoc/>
    public override bool Contains(Value element)
    {
        StackGuard.Require();
        if (_fault is null) return ValueSort.Search(_elements, element) >= 0;
        foreach (var own in _elements)
        {
            if (own.EqualTo(element)) return true;
        }

        return false;
    }

    /// <summary>The place of <paramref name="element"/> in <see cref="Elements"/>, or negative.</summary>
    public int IndexOf(Value element) => ValueSort.Search(Sorted, element);

    /// <inheritdoc/>
    public override ElementEnumerator GetElements() => new ElementEnumerator.OfArray(Sorted);

    /// <inheritdoc/>
    public override ExplicitSet ToExplicit() => this;

    /// <inheritdoc/>
    public override Value Canonical()
    {
        if (IsCanonical) return this;
        StackGuard.Require();
        return new ExplicitSet(CanonicalAll(Sorted), null) { _isCanonical = true };
    }

    /// <summary>The set of values that are sorted and distinct already; the array is the set's from now on.</summary>
    internal static ExplicitSet FromSorted(Value[] sorted) => sorted.Length == 0 ? Empty : new(sorted, null);

    /// <summary>The set of these values; the array is the set's from now on.</summary>
    internal static ExplicitSet Adopt(Value[] values)
    {
        if (values.Length == 0) return Empty;
        try
        {
            var count = ValueSort.Normalise(values);
            if (count != values.Length) Array.Resize(ref values, count);
            return new ExplicitSet(values, null);
        }
        catch (ValueException fault)
        {
            return new ExplicitSet(values, fault.Message);
        }
    }

    /// <summary>The elements that satisfy <paramref name="keep"/>; also of elements without an order.</summary>
    internal ExplicitSet Where(Func<Value, bool> keep)
    {
        var isKept = new bool[_elements.Length];
        for (var i = 0; i < isKept.Length; i++) isKept[i] = keep(_elements[i]);
        return Where(isKept);
    }

    /// <summary>The set of some of the <see cref="Mentioned"/> elements.</summary>
    internal ExplicitSet Where(ReadOnlySpan<bool> isKept)
    {
        var count = isKept.Count(true);
        if (count == isKept.Length) return this;
        var kept = new Value[count];
        Span<Value> into = kept;
        for (int i = 0, next = 0; next < count; i++)
            if (isKept[i])
                into[next++] = _elements[i];
        return _fault is null ? FromSorted(kept) : Adopt(kept);
    }

    private protected override ulong ComputeFingerprint() => FingerprintOfElements(this);

    internal override void Print(ValuePrinter printer)
    {
        StackGuard.Require();
        printer.Write("{");
        printer.WriteList(_elements);
        printer.Write("}");
    }

    internal static bool AllCanonical(Value[] values)
    {
        StackGuard.Require();
        foreach (var value in values)
        {
            if (!value.IsCanonical) return false;
        }

        return true;
    }

    internal static Value[] CanonicalAll(Value[] values)
    {
        var canonical = new Value[values.Length];
        Span<Value> into = canonical;
        for (var i = 0; i < into.Length; i++) into[i] = values[i].Canonical();
        return canonical;
    }
}
