namespace Verified.Tla.Values;

/// <summary>Equality and order of two functions in memory: by size, then arguments, then results; null where TLC
/// refuses.</summary>
/// <remarks>As in TLC the question is not symmetric: a record refuses to be compared with a nonempty function that is
/// none, while a tuple of another length is merely different from a record.</remarks>
internal static class FunctionOrder
{
    internal static bool? AreEqual(FunctionLike left, FunctionLike right)
    {
        if (left is RecordValue && right is not RecordValue && right.Count > 0) return null;
        if (left.Count != right.Count) return false;
        if (left is RecordValue a && right is RecordValue b && !ReferenceEquals(a.Shape, b.Shape))
            return SameFields(a, b);
        if (!HaveSameArguments(left, right))
        {
            for (var i = 0; i < left.Count; i++)
            {
                if (!left.ArgumentAt(i).EqualTo(right.ArgumentAt(i))) return false;
            }
        }

        var count = (int)left.Count;
        for (var i = 0; i < count; i++)
        {
            Value x = left.ResultAt(i), y = right.ResultAt(i);
            if (!ReferenceEquals(x, y) && !x.EqualTo(y)) return false;
        }

        return true;
    }

    /// <summary>The same for tuples, which are most of what is compared.</summary>
    internal static bool AreEqual(TupleValue left, TupleValue right)
    {
        ReadOnlySpan<Value> a = left.Items, b = right.Items;
        if (a.Length != b.Length) return false;
        for (var i = 0; i < a.Length; i++)
        {
            Value x = a[i], y = b[i];
            if (!ReferenceEquals(x, y) && !x.EqualTo(y)) return false;
        }

        return true;
    }

    /// <summary>The same for tuples.</summary>
    internal static int Compare(TupleValue left, TupleValue right)
    {
        ReadOnlySpan<Value> a = left.Items, b = right.Items;
        if (a.Length != b.Length) return a.Length.CompareTo(b.Length);
        for (var i = 0; i < a.Length; i++)
        {
            Value x = a[i], y = b[i];
            var order = ReferenceEquals(x, y) ? 0 : x.CompareTo(y);
            if (order != 0) return order;
        }

        return 0;
    }

    internal static int? Compare(FunctionLike left, FunctionLike right)
    {
        if (left is RecordValue && right is not RecordValue && right.Count > 0) return null;
        if (left.Count != right.Count) return left.Count.CompareTo(right.Count);
        if (!HaveSameArguments(left, right))
        {
            for (var i = 0; i < left.Count; i++)
            {
                var order = left.ArgumentAt(i).CompareTo(right.ArgumentAt(i));
                if (order != 0) return order;
            }
        }

        var count = (int)left.Count;
        for (var i = 0; i < count; i++)
        {
            Value x = left.ResultAt(i), y = right.ResultAt(i);
            var order = ReferenceEquals(x, y) ? 0 : x.CompareTo(y);
            if (order != 0) return order;
        }

        return 0;
    }

    private static bool HaveSameArguments(FunctionLike left, FunctionLike right) => (left, right) switch
    {
        (TupleValue, TupleValue) => true,
        (RecordValue a, RecordValue b) => ReferenceEquals(a.Shape, b.Shape),
        (FunctionValue a, FunctionValue b) => ReferenceEquals(a.Domain, b.Domain),
        _ => false,
    };

    // Two vocabularies may order the same names differently.
    private static bool SameFields(RecordValue left, RecordValue right)
    {
        for (var i = 0; i < left.Count; i++)
        {
            if (right.Shape.IndexOf(left.Shape.Names[i]) < 0) return false;
        }

        for (var i = 0; i < left.Count; i++)
        {
            if (!left.ResultAt(i).EqualTo(right.ResultAt(right.Shape.IndexOf(left.Shape.Names[i])))) return false;
        }

        return true;
    }
}
