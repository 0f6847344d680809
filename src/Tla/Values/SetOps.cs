namespace Verified.Tla.Values;

/// <summary>The operators on sets: at once where the elements are at hand, lazy otherwise, as in TLC.</summary>
public static class SetOps
{
    private const int MostOnStack = 256;

    /// <summary><c>left \cup right</c>.</summary>
    public static SetValue Union(SetValue left, SetValue right)
    {
        if (!left.IsReducible) return right.IsReducible ? Join(right, left) : new CupSet(left, right);
        return Join(left, right);
    }

    /// <summary><c>left \cap right</c>.</summary>
    public static SetValue Intersect(SetValue left, SetValue right)
    {
        if (left is ExplicitSet known) return KeepThoseIn(right, known, isIn: true);
        if (left.IsReducible) return Keep(left, right.Contains);
        return right.IsReducible ? Keep(right, left.Contains) : new CapSet(left, right);
    }

    /// <summary><c>left \ right</c>.</summary>
    public static SetValue Difference(SetValue left, SetValue right)
    {
        if (left is ExplicitSet known) return KeepThoseIn(right, known, isIn: false);
        return left.IsReducible ? Keep(left, element => !right.Contains(element)) : new DiffSet(left, right);
    }

    /// <summary><c>{x \in domain : predicate(x)}</c>.</summary>
    public static SetValue Filter(SetValue domain, Func<Value, bool> predicate) => domain.IsReducible
        ? Keep(domain, predicate)
        : new FilterSet(domain, predicate);

    /// <summary><c>UNION sets</c>.</summary>
    public static SetValue BigUnion(SetValue sets)
    {
        if (sets is not ExplicitSet members) return new UnionSet(sets);
        var elements = new List<Value>();
        foreach (var member in members.Elements)
        {
            if (member is not ExplicitSet set) return new UnionSet(sets);
            elements.AddRange(set.Elements);
        }

        return ExplicitSet.From(elements);
    }

    // The left operand is at hand.
    private static SetValue Join(SetValue left, SetValue right)
    {
        if (left.IsEmpty) return right;
        if (!right.IsReducible) return new CupSet(left, right);
        if (right.IsEmpty) return left;
        return Merge(left.ToExplicit(), right.ToExplicit());
    }

    private static ExplicitSet Merge(ExplicitSet left, ExplicitSet right)
    {
        ReadOnlySpan<Value> a = left.Elements, b = right.Elements;
        var merged = new Value[a.Length + b.Length];
        Span<Value> into = merged;
        int i = 0, j = 0, count = 0;
        while (i < a.Length && j < b.Length)
        {
            var order = ReferenceEquals(a[i], b[j]) ? 0 : a[i].CompareTo(b[j]);
            if (order == 0) j++;
            into[count++] = order <= 0 ? a[i++] : b[j++];
        }

        while (i < a.Length) into[count++] = a[i++];
        while (j < b.Length) into[count++] = b[j++];
        if (count == a.Length) return left;
        if (count == b.Length) return right;
        return ExplicitSet.FromSorted(count == merged.Length ? merged : merged[..count]);
    }

    private static ExplicitSet KeepThoseIn(SetValue other, ExplicitSet set, bool isIn)
    {
        var elements = set.Mentioned;
        var isKept = elements.Length <= MostOnStack ? stackalloc bool[elements.Length] : new bool[elements.Length];
        for (var i = 0; i < isKept.Length; i++) isKept[i] = other.Contains(elements[i]) == isIn;
        return set.Where(isKept);
    }

    private static ExplicitSet Keep(SetValue set, Func<Value, bool> predicate)
    {
        if (set is ExplicitSet known) return known.Where(predicate);
        var kept = new List<Value>();
        var elements = set.GetElements();
        while (elements.MoveNext(out var element))
        {
            if (predicate(element)) kept.Add(element);
        }

        return ExplicitSet.FromSorted([.. kept]);
    }
}
