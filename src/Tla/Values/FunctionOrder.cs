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
        ReadOnlySpan<Value> a = left.Results, b = right.Results;
        if (a.Length != b.Length) return false;
        if (left is RecordValue r && right is RecordValue s && !ReferenceEquals(r.Shape, s.Shape)) return SameFields(r, s);
        if (!HaveSameArguments(left, right))
        {
            for (var i = 0; i < a.Length; i++)
            {
                if (!left.ArgumentAt(i).EqualTo(right.ArgumentAt(i))) return false;
            }
        }

        return AreEqual(a, b);
    }

    internal static int? Compare(FunctionLike left, FunctionLike right)
    {
        if (left is RecordValue && right is not RecordValue && right.Count > 0) return null;
        ReadOnlySpan<Value> a = left.Results, b = right.Results;
        if (a.Length != b.Length) return a.Length.CompareTo(b.Length);
        if (!HaveSameArguments(left, right))
        {
            for (var i = 0; i < a.Length; i++)
            {
                var order = left.ArgumentAt(i).CompareTo(right.ArgumentAt(i));
                if (order != 0) return order;
            }
        }

        return Compare(a, b);
    }

    /// <summary>The same for the results of functions with the same arguments, or of tuples.</summary>
    internal static bool AreEqual(ReadOnlySpan<Value> a, ReadOnlySpan<Value> b)
    {
        if (a.Length != b.Length) return false;
        for (var i = 0; i < a.Length; i++)
        {
            Value x = a[i], y = b[i];
            if (!ReferenceEquals(x, y) && !x.EqualTo(y)) return false;
        }

        return true;
    }

    /// <summary>The same for the results of functions with the same arguments, or of tuples.</summary>
    internal static int Compare(ReadOnlySpan<Value> a, ReadOnlySpan<Value> b)
    {
        if (a.Length != b.Length) return a.Length.CompareTo(b.Length);
        for (var i = 0; i < a.Length; i++)
        {
            Value x = a[i], y = b[i];
            var order = ReferenceEquals(x, y) ? 0 : x.CompareTo(y);
            if (order != 0) return order;
        }

        return 0;
    }

    private static bool HaveSameArguments(FunctionLike left, FunctionLike right) => (left, right) switch
    {
        (TupleValue, TupleValue) => true,
        (RecordValue a, RecordValue b) => ReferenceEquals(a.Shape, b.Shape),
        (FunctionValue a, FunctionValue b) => ReferenceEquals(a.Domain, b.Domain)
            || (a.Domain is IntervalSet i && b.Domain is IntervalSet j && i.SameAs(j)),
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
