namespace Verified.Tla.Values;

/// <summary><c>Left \cap Right</c> where both operands are lazy.</summary>
public sealed class CapSet : LazySet
{
    internal CapSet(SetValue left, SetValue right)
    {
        Left = left;
        Right = right;
        EnumeratesInOrder = (left.IsEnumerable ? left : right).EnumeratesInOrder;
    }

    /// <summary>Enumerated, when it can be.</summary>
    public SetValue Left { get; }

    /// <summary>Enumerated when <see cref="Left"/> cannot be.</summary>
    public SetValue Right { get; }

    internal override bool EnumeratesInOrder { get; }

    /// <inheritdoc/>
    public override bool Contains(Value element)
    {
        StackGuard.Require();
        return Left.Contains(element) && Right.Contains(element);
    }

    /// <inheritdoc/>
    public override ElementEnumerator GetElements()
    {
        StackGuard.Require();
        return Left.IsEnumerable
            ? new FilterEnumerator(Left.GetElements(), Right.Contains)
            : new FilterEnumerator(Right.GetElements(), Left.Contains);
    }

    private protected override bool DecideFinite() => Left.IsFinite || Right.IsFinite
        ? true
        : throw new ValueException($"Attempted to check if the set {Brief} is finite");

    private protected override void PrintDefinition(ValuePrinter printer)
    {
        Left.Print(printer);
        printer.Write(" \\cap ");
        Right.Print(printer);
    }
}
