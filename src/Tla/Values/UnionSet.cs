namespace Verified.Tla.Values;

/// <summary><c>UNION Sets</c>, lazy: an element of two members is enumerated twice.</summary>
public sealed class UnionSet(SetValue sets) : LazySet
{
    /// <summary>The sets that are united.</summary>
    public SetValue Sets { get; } = sets;

    /// <inheritdoc/>
    public override bool Contains(Value element)
    {
        StackGuard.Require();
        var members = Sets.GetElements();
        while (members.MoveNext(out var member))
        {
            if (Member(member).Contains(element)) return true;
        }

        return false;
    }

    /// <inheritdoc/>
    public override ElementEnumerator GetElements()
    {
        StackGuard.Require();
        return new Enumerator(this);
    }

    private protected override bool DecideFinite()
    {
        var members = Sets.GetElements();
        while (members.MoveNext(out var member))
        {
            if (!Member(member).IsFinite) return false;
        }

        return true;
    }

    private protected override void PrintDefinition(ValuePrinter printer)
    {
        printer.Write("UNION (");
        Sets.Print(printer);
        printer.Write(")");
    }

    private SetValue Member(Value member) => member as SetValue
        ?? throw new ValueException(
            $"Attempted to unite sets, but the element {member.Brief} of {Sets.Brief} is not a set");

    private sealed class Enumerator(UnionSet union) : ElementEnumerator
    {
        private readonly ElementEnumerator _members = union.Sets.GetElements();
        private ElementEnumerator? _elements;

        public override bool MoveNext()
        {
            StackGuard.Require();
            while (true)
            {
                if (_elements is not null && _elements.MoveNext(out var element))
                {
                    Current = element;
                    return true;
                }

                if (!_members.MoveNext(out var member)) return false;
                _elements = union.Member(member).GetElements();
            }
        }

        public override void Reset()
        {
            _members.Reset();
            _elements = null;
        }
    }
}
