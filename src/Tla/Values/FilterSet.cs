namespace Verified.Tla.Values;

/// <summary><c>{x \in Domain : Predicate(x)}</c>, lazy. See <see cref="SetOps.Filter"/> for when it is.</summary>
/// <remarks>The predicate must be a function of its argument only, and safe to call from several threads.</remarks>
public sealed class FilterSet(SetValue domain, Func<Value, bool> predicate) : LazySet
{
    /// <summary>Where the elements are taken from.</summary>
    public SetValue Domain { get; } = domain;

    internal override bool EnumeratesInOrder { get; } = domain.EnumeratesInOrder;

    /// <inheritdoc/>
    public override bool Contains(Value element)
    {
        StackGuard.Require();
        return Domain.Contains(element) && predicate(element);
    }

    /// <inheritdoc/>
    public override ElementEnumerator GetElements()
    {
        StackGuard.Require();
        return new FilterEnumerator(Domain.GetElements(), predicate);
    }

    private protected override bool DecideFinite() => Domain.IsFinite
        ? true
        : throw new ValueException(
            $"Attempted to check if {Brief} is a finite set, but {Domain.Brief} is infinite");

    private protected override void PrintDefinition(ValuePrinter printer)
    {
        printer.Write("{x \\in ");
        Domain.Print(printer);
        printer.Write(" : <expression>}");
    }
}
