using System.Numerics;

namespace Verified.Tla.Values;

/// <summary><c>[Domain -> Range]</c>; the result of the last argument varies fastest.</summary>
public sealed class FunctionSet(SetValue domain, SetValue range) : LazySet
{
    private const int MaxExponent = 1 << 22;

    /// <summary>What the functions are defined on.</summary>
    public SetValue Domain { get; } = domain;

    /// <summary>Where their results lie.</summary>
    public SetValue Range { get; } = range;

    /// <inheritdoc/>
    public override bool IsEmpty => Range.IsEmpty && !Domain.IsEmpty;

    /// <inheritdoc/>
    public override BigInteger Cardinality
    {
        get
        {
            if (Domain.IsEmpty) return BigInteger.One;
            var arguments = Domain.Cardinality;
            var results = Range.Cardinality;
            if (results.IsZero || results.IsOne) return results;
            return arguments <= MaxExponent && results.GetBitLength() * (long)arguments <= MaxExponent
                ? BigInteger.Pow(results, (int)arguments)
                : throw new ValueException($"The number of elements of {Brief} is too large to be computed");
        }
    }

    internal override bool CountsWithoutEnumerating { get; } =
        domain.CountsWithoutEnumerating && range.CountsWithoutEnumerating;

    internal override bool EnumeratesInOrder { get; } = range.EnumeratesInOrder;

    /// <inheritdoc/>
    public override bool Contains(Value element)
    {
        StackGuard.Require();
        if (element is ModelValue model) return model.IsElementOf(this);
        if (element is not FunctionLike function)
        {
            throw new ValueException(
                $"Attempted to check if {element.Kind} {element.Brief}, which is not a function, is in {Brief}");
        }

        var known = function.ToExplicit();
        if (!known.Domain.EqualTo(Domain)) return false;
        for (var i = 0; i < known.Count; i++)
        {
            if (!Range.Contains(known.ResultAt(i))) return false;
        }

        return true;
    }

    /// <inheritdoc/>
    public override ElementEnumerator GetElements()
    {
        StackGuard.Require();
        var form = FunctionForm.Of(Domain);
        var ranges = new SetValue[form.Count];
        Array.Fill(ranges, Range);
        return new Enumerator(form, ranges);
    }

    /// <summary>Equality by the parts, which decide it unless one set is a special case: then null.</summary>
    internal bool? SameWhenNonempty(FunctionSet other) =>
        Domain.IsEmpty || Range.IsEmpty || other.Domain.IsEmpty || other.Range.IsEmpty
            ? null
            : Domain.EqualTo(other.Domain) && Range.EqualTo(other.Range);

    private protected override bool DecideFinite() => Domain.IsFinite && Range.IsFinite;

    private protected override void PrintDefinition(ValuePrinter printer)
    {
        printer.Write("[");
        Domain.Print(printer);
        printer.Write(" -> ");
        Range.Print(printer);
        printer.Write("]");
    }

    private sealed class Enumerator(FunctionForm form, SetValue[] ranges) : CombinationEnumerator(ranges)
    {
        private protected override Value Combine(Value[] parts) => form.Make(parts);
    }
}
