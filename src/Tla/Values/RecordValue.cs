using System.Diagnostics.CodeAnalysis;

namespace Verified.Tla.Values;

/// <summary><c>[a |-> 1, b |-> 2]</c>: a function on a nonempty set of strings.</summary>
public sealed class RecordValue : FunctionLike
{
    // In the order of the shape.
    private readonly Value[] _values;
    private bool _isCanonical;

    /// <summary>The record of a shape with these values in the order of its names; the array is the record's from now
    /// on and must not change.</summary>
    public RecordValue(RecordShape shape, Value[] values)
    {
        Shape = shape;
        _values = values;
    }

    /// <inheritdoc/>
    public override string Kind => "the record";

    /// <summary>Its fields.</summary>
    public RecordShape Shape { get; }

    /// <summary>The values in the order of <see cref="Shape"/>.</summary>
    public ReadOnlySpan<Value> Values => _values;

    /// <inheritdoc/>
    public override SetValue Domain => Shape.Domain;

    /// <inheritdoc/>
    public override long Count => _values.Length;

    internal override ReadOnlySpan<Value> Results => _values;

    internal override bool IsCanonical => _isCanonical || (_isCanonical = ExplicitSet.AllCanonical(_values));

    /// <summary>The record with these fields, in any order.</summary>
    /// <exception cref="ValueException">A name occurs twice.</exception>
    public static RecordValue Of(ReadOnlySpan<StringValue> names, ReadOnlySpan<Value> values)
    {
        var shape = RecordShape.Of(names, out var places);
        var sorted = new Value[values.Length];
        for (var i = 0; i < places.Length; i++) sorted[places[i]] = values[i];
        return new RecordValue(shape, sorted);
    }

    /// <summary><c>this.name</c>; false where there is no such field.</summary>
    public bool TryGetField(StringValue name, [NotNullWhen(true)] out Value? value)
    {
        var place = Shape.IndexOf(name);
        value = place >= 0 ? _values[place] : null;
        return place >= 0;
    }

    /// <inheritdoc/>
    public override bool TryApply(Value argument, [NotNullWhen(true)] out Value? result) =>
        TryGetField(Field(argument), out result);

    /// <inheritdoc/>
    public override FunctionLike With(Value argument, Value result)
    {
        var place = Shape.IndexOf(Field(argument));
        if (place < 0 || ReferenceEquals(_values[place], result)) return this;
        var values = Values.ToArray();
        values[place] = result;
        return new RecordValue(Shape, values);
    }

    /// <inheritdoc/>
    public override Value ArgumentAt(int place) => Shape.Names[place];

    /// <inheritdoc/>
    public override Value ResultAt(int place) => _values[place];

    /// <inheritdoc/>
    public override Value Canonical()
    {
        if (IsCanonical) return this;
        StackGuard.Require();
        return new RecordValue(Shape, ExplicitSet.CanonicalAll(_values)) { _isCanonical = true };
    }

    private protected override ulong ComputeFingerprint()
    {
        StackGuard.Require();
        ulong sum = 0;
        for (var i = 0; i < _values.Length; i++)
            sum = unchecked(sum + Mixing.Pair(Shape.Names[i].Fingerprint, _values[i].Fingerprint));
        return Mixing.Whole(Mixing.Seed.Function, (ulong)_values.Length, sum);
    }

    internal override void Print(ValuePrinter printer)
    {
        StackGuard.Require();
        if (!Shape.HasNames)
        {
            FunctionValue.Print(this, printer);
            return;
        }

        printer.Write("[");
        for (var i = 0; i < _values.Length && !printer.IsFull; i++)
        {
            if (i > 0) printer.Write(", ");
            printer.Write(Shape.Names[i].Text);
            printer.Write(" |-> ");
            _values[i].Print(printer);
        }

        printer.Write("]");
    }

    private StringValue Field(Value argument) => argument as StringValue
        ?? throw new ValueException(
            $"Attempted to access the record {Brief} at {argument.Brief}, which is not a string");
}
