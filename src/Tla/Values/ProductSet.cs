using System.Numerics;

namespace Verified.Tla.Values;

/// <summary><c>S \X T \X …</c>; the last component varies fastest.</summary>
public sealed class ProductSet : LazySet
{
    private readonly SetValue[] _sets;

    /// <summary>The product of these sets.</summary>
    public ProductSet(params ReadOnlySpan<SetValue> sets)
    {
        _sets = sets.ToArray();
        CountsWithoutEnumerating = AllCount(_sets);
        EnumeratesInOrder = AllInOrder(_sets);
    }

    /// <summary>The components.</summary>
    public ReadOnlySpan<SetValue> Sets => _sets;

    /// <inheritdoc/>
    public override bool IsEmpty => AnyEmpty(_sets);

    /// <inheritdoc/>
    public override BigInteger Cardinality => Multiply(_sets);

    internal override bool CountsWithoutEnumerating { get; }

    internal override bool EnumeratesInOrder { get; }

    /// <inheritdoc/>
    public override bool Contains(Value element)
    {
        StackGuard.Require();
        if (element is ModelValue model) return model.IsElementOf(this);
        var function = (element as FunctionLike)?.ToExplicit();
        if (function is not TupleValue tuple)
        {
            return function is not null && HasIntegerDomain(function)
                ? false
                : throw new ValueException(
                    $"Attempted to check if {element.Kind} {element.Brief} is in the set of tuples {Brief}");
        }

        if (tuple.Count != _sets.Length) return false;
        for (var i = 0; i < _sets.Length; i++)
        {
            if (!_sets[i].Contains(tuple.ResultAt(i))) return false;
        }

        return true;
    }

    /// <inheritdoc/>
    public override ElementEnumerator GetElements()
    {
        StackGuard.Require();
        return new Enumerator(_sets);
    }

    /// <summary>Equality by the parts, which decide it unless one set is empty: then null.</summary>
    internal bool? SameWhenNonempty(ProductSet other)
    {
        if (IsEmpty || other.IsEmpty) return null;
        if (_sets.Length != other._sets.Length) return false;
        for (var i = 0; i < _sets.Length; i++)
        {
            if (!_sets[i].EqualTo(other._sets[i])) return false;
        }

        return true;
    }

    internal static bool AllFinite(SetValue[] sets) => Array.TrueForAll(sets, static set => set.IsFinite);

    internal static bool AnyEmpty(SetValue[] sets) => Array.Exists(sets, static set => set.IsEmpty);

    internal static bool AllCount(SetValue[] sets) =>
        Array.TrueForAll(sets, static set => set.CountsWithoutEnumerating);

    internal static bool AllInOrder(SetValue[] sets) => Array.TrueForAll(sets, static set => set.EnumeratesInOrder);

    internal static BigInteger Multiply(SetValue[] sets)
    {
        if (AnyEmpty(sets)) return BigInteger.Zero;
        var product = BigInteger.One;
        foreach (var set in sets) product *= set.Cardinality;
        return product;
    }

    private protected override bool DecideFinite() => AllFinite(_sets);

    private protected override void PrintDefinition(ValuePrinter printer)
    {
        printer.Write("(");
        for (var i = 0; i < _sets.Length; i++)
        {
            if (i > 0) printer.Write(" \\X ");
            _sets[i].Print(printer);
        }

        printer.Write(")");
    }

    private static bool HasIntegerDomain(FunctionLike function)
    {
        for (var i = 0; i < function.Count; i++)
        {
            if (function.ArgumentAt(i) is not IntValue) return false;
        }

        return true;
    }

    private sealed class Enumerator(SetValue[] sets) : CombinationEnumerator(sets)
    {
        private protected override Value Combine(Value[] parts) => TupleValue.Adopt(parts);
    }
}
