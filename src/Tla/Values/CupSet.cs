namespace Verified.Tla.Values;

/// <summary><c>Left \cup Right</c> where an operand is lazy: an element of both is enumerated twice.</summary>
public sealed class CupSet : LazySet
{
    internal CupSet(SetValue left, SetValue right)
    {
        Left = left;
        Right = right;
    }

    /// <summary>Enumerated first.</summary>
    public SetValue Left { get; }

    /// <summary>Enumerated last.</summary>
    public SetValue Right { get; }

    /// <inheritdoc/>
    public override bool IsEmpty
    {
        get
        {
            StackGuard.Require();
            return Left.IsEmpty && Right.IsEmpty;
        }
    }

    /// <inheritdoc/>
    public override bool Contains(Value element)
    {
        StackGuard.Require();
        return Left.Contains(element) || Right.Contains(element);
    }

    /// <inheritdoc/>
    public override ElementEnumerator GetElements()
    {
        StackGuard.Require();
        return new Enumerator(Left.GetElements(), Right.GetElements());
    }

    private protected override bool DecideFinite() => Left.IsFinite && Right.IsFinite;

    private protected override void PrintDefinition(ValuePrinter printer)
    {
        Left.Print(printer);
        printer.Write(" \\cup ");
        Right.Print(printer);
    }

    private sealed class Enumerator(ElementEnumerator left, ElementEnumerator right) : ElementEnumerator
    {
        public override bool MoveNext()
        {
            StackGuard.Require();
            if (!left.MoveNext(out var element) && !right.MoveNext(out element)) return false;
            Current = element;
            return true;
        }

        public override void Reset()
        {
            left.Reset();
            right.Reset();
        }
    }
}
