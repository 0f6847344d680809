using System.Numerics;

namespace Verified.Tla.Values;

/// <summary><c>Low..High</c>; empty when <c>Low &gt; High</c>.</summary>
public sealed class IntervalSet : SetValue
{
    private ExplicitSet? _explicit;

    private IntervalSet(long low, long high)
    {
        Low = low;
        High = high;
    }

    /// <summary>The least element.</summary>
    public long Low { get; }

    /// <summary>The greatest element.</summary>
    public long High { get; }

    /// <inheritdoc/>
    public override bool IsFinite => true;

    /// <inheritdoc/>
    public override bool IsEmpty => High < Low;

    /// <inheritdoc/>
    public override BigInteger Cardinality => IsEmpty ? BigInteger.Zero : (BigInteger)High - Low + 1;

    internal override bool CountsWithoutEnumerating => true;

    internal override bool IsReducible => true;

    internal override bool EnumeratesInOrder => true;

    /// <summary><c>low..high</c>.</summary>
    public static IntervalSet Of(long low, long high) => new(low, high);

    /// <summary><c>low..high</c>.</summary>
    /// <exception cref="ValueException">An end is beyond 64 bits.</exception>
    public static IntervalSet Of(IntValue low, IntValue high) =>
        low.TryGetInt64(out var from) && high.TryGetInt64(out var to)
            ? new IntervalSet(from, to)
            : throw new ValueException($"The interval {low.Brief}..{high.Brief} has an end beyond 64 bits");

    /// <inheritdoc/>
    public override bool Contains(Value element) => element switch
    {
        IntValue number => number.TryGetInt64(out var value) && value >= Low && value <= High,
        ModelValue { Type: '\0' } => false,
        _ when IsEmpty => false,
        ModelValue model => model.IsElementOf(this),
        _ => throw new ValueException($"Attempted to check if {element.Kind} {element.Brief} is in {Brief}"),
    };

    /// <inheritdoc/>
    public override bool IsSubsetOf(SetValue other) =>
        (other is IntervalSet interval && interval.Low <= Low && interval.High >= High) || base.IsSubsetOf(other);

    /// <inheritdoc/>
    public override ElementEnumerator GetElements() => new Enumerator(Low, High);

    /// <inheritdoc/>
    public override ExplicitSet ToExplicit() => _explicit ??= MakeExplicit();

    /// <summary>How many elements it has, if they would fit into memory.</summary>
    internal bool TryCount(out int count)
    {
        var beyondFirst = unchecked((ulong)High - (ulong)Low);
        var fits = IsEmpty || beyondFirst < LazySet.MaxElements;
        count = IsEmpty || !fits ? 0 : (int)beyondFirst + 1;
        return fits;
    }

    internal bool SameAs(IntervalSet other) =>
        IsEmpty ? other.IsEmpty : Low == other.Low && High == other.High;

    private protected override ulong ComputeFingerprint()
    {
        if (IsEmpty) return ExplicitSet.Empty.Fingerprint;
        ulong sum = 0;
        for (var value = Low; ; value++)
        {
            sum = unchecked(sum + Mixing.Element(IntValue.FingerprintOf(value)));
            if (value == High) break;
        }

        return Mixing.Whole(Mixing.Seed.Set, unchecked((ulong)(High - Low) + 1), sum);
    }

    internal override void Print(ValuePrinter printer)
    {
        if (IsEmpty)
        {
            printer.Write("{}");
            return;
        }

        IntValue.Of(Low).Print(printer);
        printer.Write("..");
        IntValue.Of(High).Print(printer);
    }

    private ExplicitSet MakeExplicit()
    {
        if (!TryCount(out var count)) throw LazySet.TooLarge(this);
        var elements = new Value[count];
        for (var i = 0; i < count; i++) elements[i] = IntValue.Of(Low + i);
        return ExplicitSet.FromSorted(elements);
    }

    private sealed class Enumerator : ElementEnumerator
    {
        private readonly long _low;
        private readonly long _high;
        private long _next;
        private bool _done;

        internal Enumerator(long low, long high)
        {
            _low = low;
            _high = high;
            Reset();
        }

        public override bool MoveNext()
        {
            if (_done) return false;
            Current = IntValue.Of(_next);
            if (_next == _high)
                _done = true;
            else
                _next++;
            return true;
        }

        public override void Reset()
        {
            _next = _low;
            _done = _low > _high;
        }
    }
}
