namespace Verified.Tla.Values;

/// <summary>Equality and order of two sets of whatever representation; null where TLC refuses.</summary>
internal static class SetOrder
{
    internal static bool? AreEqual(SetValue left, SetValue right)
    {
        if (left is ExplicitSet x && right is ExplicitSet y) return AreEqual(x, y);
        if (left is InfiniteSet infinite) return infinite.SameAs(right);
        if (right is InfiniteSet) return null;
        return (left, right) switch
        {
            (IntervalSet a, IntervalSet b) => a.SameAs(b),
            (PowerSet a, PowerSet b) => a.Base.EqualTo(b.Base),
            (FunctionSet a, FunctionSet b) when a.SameWhenNonempty(b) is { } same => same,
            (ProductSet a, ProductSet b) when a.SameWhenNonempty(b) is { } same => same,
            (RecordSet a, RecordSet b) when a.SameWhenNonempty(b) is { } same => same,
            _ => CompareCounts(left, right) == 0 && AreEqual(left.ToExplicit(), right.ToExplicit()),
        };
    }

    internal static int? Compare(SetValue left, SetValue right)
    {
        if (left is ExplicitSet x && right is ExplicitSet y) return Compare(x, y);
        if (left is InfiniteSet infinite) return infinite.CompareInfinite(right);
        if (right is InfiniteSet) return null;
        if (left is PowerSet a && right is PowerSet b) return a.Base.CompareTo(b.Base);
        var byCount = CompareCounts(left, right);
        if (byCount != 0) return byCount;
        return left is IntervalSet i && right is IntervalSet j
            ? i.IsEmpty ? 0 : i.Low.CompareTo(j.Low)
            : Compare(left.ToExplicit(), right.ToExplicit());
    }

    // 0 also where a count would need the elements.
    private static int CompareCounts(SetValue left, SetValue right) =>
        left.CountsWithoutEnumerating && right.CountsWithoutEnumerating
            ? left.Cardinality.CompareTo(right.Cardinality)
            : 0;

    private static bool AreEqual(ExplicitSet left, ExplicitSet right)
    {
        var a = left.Elements;
        var b = right.Elements;
        if (a.Length != b.Length) return false;
        for (var i = 0; i < a.Length; i++)
        {
            if (!ReferenceEquals(a[i], b[i]) && !a[i].EqualTo(b[i])) return false;
        }

        return true;
    }

    private static int Compare(ExplicitSet left, ExplicitSet right)
    {
        var a = left.Elements;
        var b = right.Elements;
        if (a.Length != b.Length) return a.Length.CompareTo(b.Length);
        for (var i = 0; i < a.Length; i++)
        {
            var order = ReferenceEquals(a[i], b[i]) ? 0 : a[i].CompareTo(b[i]);
            if (order != 0) return order;
        }

        return 0;
    }
}
