namespace Verified.Tla.Values;

/// <summary>Sorting without duplicates.</summary>
internal static class ValueSort
{
    private const int InsertionBound = 24;

    /// <summary>Sorts <paramref name="values"/> in place and drops all but the first of equal ones.</summary>
    /// <returns>How many are left, at the front.</returns>
    /// <exception cref="ValueException">Two of them cannot be compared; the array keeps all values.</exception>
    internal static int Normalise(Value[] values)
    {
        if (IsStrictlyAscending(values)) return values.Length;
        if (values.Length <= InsertionBound) return InsertDistinct(values);
        Value[] from = [.. values], to = new Value[values.Length];
        for (var width = 1; width < from.Length; width *= 2)
        {
            MergePass(from, to, width);
            (from, to) = (to, from);
        }

        return CopyDistinct(from, values);
    }

    /// <summary>The place of <paramref name="wanted"/> in sorted <paramref name="values"/>, or negative.</summary>
    internal static int Search(ReadOnlySpan<Value> values, Value wanted)
    {
        int low = 0, high = values.Length;
        while (low < high)
        {
            var middle = (low + high) >> 1;
            var order = ReferenceEquals(wanted, values[middle]) ? 0 : wanted.CompareTo(values[middle]);
            if (order == 0) return middle;
            if (order < 0)
                high = middle;
            else
                low = middle + 1;
        }

        return ~low;
    }

    private static bool IsStrictlyAscending(Value[] values)
    {
        for (var i = 1; i < values.Length; i++)
        {
            if (ReferenceEquals(values[i - 1], values[i]) || values[i].CompareTo(values[i - 1]) <= 0) return false;
        }

        return true;
    }

    // As TLC: which pairs are compared, and in which direction, decides which sets are refused.
    private static int InsertDistinct(Span<Value> values)
    {
        var count = 1;
        for (var i = 1; i < values.Length; i++)
        {
            var value = values[i];
            var place = Search(values[..count], value);
            if (place >= 0) continue;
            values[~place..count].CopyTo(values[(~place + 1)..]);
            values[~place] = value;
            count++;
        }

        return count;
    }

    private static void MergePass(ReadOnlySpan<Value> from, Span<Value> to, int width)
    {
        for (var start = 0; start < from.Length; start += 2 * width)
        {
            int left = start, middle = Math.Min(start + width, from.Length);
            int right = middle, end = Math.Min(middle + width, from.Length);
            for (var next = start; next < end; next++)
            {
                var takeLeft = right >= end || (left < middle && from[right].CompareTo(from[left]) >= 0);
                to[next] = takeLeft ? from[left++] : from[right++];
            }
        }
    }

    private static int CopyDistinct(Value[] sorted, Value[] to)
    {
        var count = 0;
        foreach (var value in sorted)
        {
            if (count == 0 || (!ReferenceEquals(value, to[count - 1]) && value.CompareTo(to[count - 1]) != 0))
                to[count++] = value;
        }

        return count;
    }
}
