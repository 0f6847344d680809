using System.Numerics;

namespace Verified.Tla.Values;

/// <summary><c>[a : A, b : B]</c>; the last field, in the order of fields, varies fastest.</summary>
public sealed class RecordSet : LazySet
{
    // One per field, in the order of the shape.
    private readonly SetValue[] _sets;

    private RecordSet(RecordShape shape, SetValue[] sets)
    {
        Shape = shape;
        _sets = sets;
        CountsWithoutEnumerating = ProductSet.AllCount(sets);
        EnumeratesInOrder = ProductSet.AllInOrder(sets);
    }

    /// <summary>The fields.</summary>
    public RecordShape Shape { get; }

    /// <summary>Where each field lies, in the order of <see cref="Shape"/>.</summary>
    public ReadOnlySpan<SetValue> Sets => _sets;

    /// <inheritdoc/>
    public override bool IsEmpty => ProductSet.AnyEmpty(_sets);

    /// <inheritdoc/>
    public override BigInteger Cardinality => ProductSet.Multiply(_sets);

    internal override bool CountsWithoutEnumerating { get; }

    internal override bool EnumeratesInOrder { get; }

    /// <summary>The set with these fields, in any order.</summary>
    /// <exception cref="ValueException">A name occurs twice.</exception>
    public static RecordSet Of(ReadOnlySpan<StringValue> names, ReadOnlySpan<SetValue> sets)
    {
        var shape = RecordShape.Of(names, out var places);
        var sorted = new SetValue[sets.Length];
        for (var i = 0; i < places.Length; i++) sorted[places[i]] = sets[i];
        return new RecordSet(shape, sorted);
    }

    /// <inheritdoc/>
    public override bool Contains(Value element)
    {
        StackGuard.Require();
        if (element is ModelValue model) return model.IsElementOf(this);
        return (element as FunctionLike)?.ToExplicit() switch
        {
            RecordValue record => ContainsRecord(record),
            { Count: 0 } => false,
            _ => throw new ValueException(
                $"Attempted to check if {element.Kind} {element.Brief} is in the set of records {Brief}"),
        };
    }

    /// <inheritdoc/>
    public override ElementEnumerator GetElements()
    {
        StackGuard.Require();
        return new Enumerator(Shape, _sets);
    }

    /// <summary>Equality by the parts, which decide it unless one set is empty: then null.</summary>
    internal bool? SameWhenNonempty(RecordSet other)
    {
        if (IsEmpty || other.IsEmpty) return null;
        if (!Shape.Domain.EqualTo(other.Shape.Domain)) return false;
        for (var i = 0; i < _sets.Length; i++)
        {
            if (!_sets[i].EqualTo(other._sets[other.Shape.IndexOf(Shape.Names[i])])) return false;
        }

        return true;
    }

    private protected override bool DecideFinite() => ProductSet.AllFinite(_sets);

    private protected override void PrintDefinition(ValuePrinter printer)
    {
        printer.Write("[");
        for (var i = 0; i < _sets.Length; i++)
        {
            if (i > 0) printer.Write(", ");
            printer.Write(Shape.Names[i].Text);
            printer.Write(": ");
            _sets[i].Print(printer);
        }

        printer.Write("]");
    }

    private bool ContainsRecord(RecordValue record)
    {
        if (record.Count != _sets.Length) return false;
        for (var i = 0; i < _sets.Length; i++)
        {
            if (!record.TryGetField(Shape.Names[i], out var value) || !_sets[i].Contains(value)) return false;
        }

        return true;
    }

    private sealed class Enumerator(RecordShape shape, SetValue[] sets) : CombinationEnumerator(sets)
    {
        private protected override Value Combine(Value[] parts) => new RecordValue(shape, parts);
    }
}
