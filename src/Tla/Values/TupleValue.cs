using System.Diagnostics.CodeAnalysis;

namespace Verified.Tla.Values;

/// <summary><c>&lt;&lt;a, b&gt;&gt;</c>: a tuple or sequence, a function on <c>1..n</c>; also the function without
/// arguments.</summary>
public sealed class TupleValue : FunctionLike
{
    private readonly Value[] _items;
    private bool _isCanonical;

    private TupleValue(Value[] items) => _items = items;

    /// <summary><c>&lt;&lt;&gt;&gt;</c>.</summary>
    public static TupleValue Empty { get; } = new([]);

    /// <inheritdoc/>
    public override string Kind => "the tuple";

    /// <summary>The items from the first.</summary>
    public ReadOnlySpan<Value> Items => _items;

    /// <inheritdoc/>
    public override SetValue Domain => IntervalSet.Of(1, _items.Length);

    /// <inheritdoc/>
    public override long Count => _items.Length;

    internal override ReadOnlySpan<Value> Results => _items;

    internal override bool IsCanonical => _isCanonical || (_isCanonical = ExplicitSet.AllCanonical(_items));

    /// <summary>The tuple of these items.</summary>
    public static TupleValue Of(params ReadOnlySpan<Value> items) => Adopt(items.ToArray());

    /// <summary>The tuple of these items; the array is the tuple's from now on and must not change.</summary>
    public static TupleValue Adopt(Value[] items) => items.Length == 0 ? Empty : new TupleValue(items);

    /// <inheritdoc/>
    public override bool TryApply(Value argument, [NotNullWhen(true)] out Value? result)
    {
        var place = PlaceOf(argument);
        result = place >= 0 ? _items[place] : null;
        return place >= 0;
    }

    /// <inheritdoc/>
    public override FunctionLike With(Value argument, Value result)
    {
        var place = PlaceOf(argument);
        if (place < 0 || ReferenceEquals(_items[place], result)) return this;
        var items = Items.ToArray();
        items[place] = result;
        return new TupleValue(items);
    }

    /// <inheritdoc/>
    public override Value ArgumentAt(int place) => IntValue.Of(place + 1);

    /// <inheritdoc/>
    public override Value ResultAt(int place) => _items[place];

    /// <inheritdoc/>
    public override Value Canonical()
    {
        if (IsCanonical) return this;
        StackGuard.Require();
        return new TupleValue(ExplicitSet.CanonicalAll(_items)) { _isCanonical = true };
    }

    private protected override ulong ComputeFingerprint()
    {
        StackGuard.Require();
        ulong sum = 0;
        for (var i = 0; i < _items.Length; i++)
            sum = unchecked(sum + Mixing.Pair(IntValue.FingerprintOf(i + 1), _items[i].Fingerprint));
        return Mixing.Whole(Mixing.Seed.Function, (ulong)_items.Length, sum);
    }

    internal override void Print(ValuePrinter printer)
    {
        StackGuard.Require();
        printer.Write("<<");
        printer.WriteList(_items);
        printer.Write(">>");
    }

    private int PlaceOf(Value argument)
    {
        // The function without arguments may be one on any kind of domain.
        if (_items.Length == 0) return -1;
        if (argument is not IntValue index)
        {
            throw new ValueException(
                $"Attempted to access the tuple {Brief} at {argument.Brief}, which is not an integer");
        }

        return index.TryGetInt64(out var place) && place >= 1 && place <= _items.Length ? (int)place - 1 : -1;
    }
}
