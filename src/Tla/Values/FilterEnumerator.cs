namespace Verified.Tla.Values;

/// <summary>The elements that satisfy a predicate, in the order of the walk beneath.</summary>
internal sealed class FilterEnumerator(ElementEnumerator elements, Func<Value, bool> keep) : ElementEnumerator
{
    public override bool MoveNext()
    {
        StackGuard.Require();
        while (elements.MoveNext(out var element))
        {
            if (!keep(element)) continue;
            Current = element;
            return true;
        }

        return false;
    }

    public override void Reset() => elements.Reset();
}
