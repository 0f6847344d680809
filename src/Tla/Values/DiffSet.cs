namespace Verified.Tla.Values;

/// <summary><c>Left \ Right</c> where the left operand is lazy.</summary>
public sealed class DiffSet : LazySet
{
    internal DiffSet(SetValue left, SetValue right)
    {
        Left = left;
        Right = right;
        EnumeratesInOrder = left.EnumeratesInOrder;
    }

    /// <summary>From which elements are taken away.</summary>
    public SetValue Left { get; }

    /// <summary>What is taken away.</summary>
    public SetValue Right { get; }

    internal override bool EnumeratesInOrder { get; }

    /// <inheritdoc/>
    public override bool Contains(Value element)
    {
        StackGuard.Require();
        return Left.Contains(element) && !Right.Contains(element);
    }

    /// <inheritdoc/>
    public override ElementEnumerator GetElements()
    {
        StackGuard.Require();
        return new FilterEnumerator(Left.GetElements(), element => !Right.Contains(element));
    }

    private protected override bool DecideFinite()
    {
        if (Left.IsFinite) return true;
        return Right.IsFinite
            ? false
            : throw new ValueException($"Attempted to check if the set {Brief} is finite");
    }

    private protected override void PrintDefinition(ValuePrinter printer)
    {
        Left.Print(printer);
        printer.Write(" \\ ");
        Right.Print(printer);
    }
}
