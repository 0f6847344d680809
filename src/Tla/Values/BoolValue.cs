namespace Verified.Tla.Values;

/// <summary><c>TRUE</c> or <c>FALSE</c>; <c>FALSE</c> comes first.</summary>
public sealed class BoolValue : Value
{
    /// <summary><c>TRUE</c>.</summary>
    public static BoolValue True { get; } = new(true);

    /// <summary><c>FALSE</c>.</summary>
    public static BoolValue False { get; } = new(false);

    private BoolValue(bool value) => IsTrue = value;

    /// <summary>Whether this is <c>TRUE</c>.</summary>
    public bool IsTrue { get; }

    /// <inheritdoc/>
    public override string Kind => "the Boolean";

    /// <summary>One of the two instances.</summary>
    public static BoolValue Of(bool value) => value ? True : False;

    /// <inheritdoc/>
    public override bool EqualTo(Value other) => other switch
    {
        BoolValue boolean => IsTrue == boolean.IsTrue,
        ModelValue model => model.EqualToOther(this),
        _ => throw EqualityFault(other),
    };

    /// <inheritdoc/>
    public override int CompareTo(Value other) => other switch
    {
        BoolValue boolean => IsTrue.CompareTo(boolean.IsTrue),
        ModelValue model => -model.CompareToOther(this),
        _ => throw OrderFault(other),
    };

    private protected override ulong ComputeFingerprint() => Mixing.Of(Mixing.Seed.Bool, IsTrue ? 1UL : 0UL);

    internal override void Print(ValuePrinter printer) => printer.Write(IsTrue ? "TRUE" : "FALSE");
}
