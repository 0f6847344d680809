namespace Verified.Tla.Values;

/// <summary><c>Seq(Range)</c>: all finite sequences over a set.</summary>
public sealed class SeqSet(SetValue range) : InfiniteSet
{
    /// <summary>Where the elements of the sequences lie.</summary>
    public SetValue Range { get; } = range;

    /// <inheritdoc/>
    public override bool Contains(Value element)
    {
        StackGuard.Require();
        if (element is ModelValue model) return model.IsElementOf(this);
        if ((element as FunctionLike)?.ToExplicit() is not TupleValue tuple) throw MembershipFault(element);
        foreach (var item in tuple.Items)
        {
            if (!Range.Contains(item)) return false;
        }

        return true;
    }

    internal override int? CompareInfinite(SetValue other) =>
        other is SeqSet sequences ? Range.CompareTo(sequences.Range) : null;

    private protected override ulong ComputeFingerprint() =>
        Mixing.Pair(Mixing.Text(Mixing.Seed.Infinite, "Seq"), Range.Fingerprint);

    internal override void Print(ValuePrinter printer)
    {
        printer.Write("Seq(");
        Range.Print(printer);
        printer.Write(")");
    }
}
