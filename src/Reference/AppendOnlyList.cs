namespace Verified.Reference;

/// <summary>A list that only grows, read through snapshots that cost nothing.</summary>
/// <remarks>
/// What is written is never written again, so a snapshot may be read while the list grows. Calls of
/// <see cref="Add"/> are to be serialised by the owner; taking and reading a snapshot needs no lock.
/// <see cref="Add"/> is O(1) amortised.
/// </remarks>
internal sealed class AppendOnlyList<T>
{
    /// <summary>The elements, and room behind them; replaced by a larger copy when full.</summary>
    private T[] _items = [];

    private int _count;

    public int Count => Volatile.Read(ref _count);

    /// <summary>All elements that are there now, and no later one.</summary>
    public ReadOnlyMemory<T> Written
    {
        get
        {
            var count = Volatile.Read(ref _count); // first: the items that are read next hold so many at least
            return Volatile.Read(ref _items).AsMemory(0, count);
        }
    }

    public void Add(T item)
    {
        var items = _items;
        if (_count == items.Length)
        {
            Array.Resize(ref items, Math.Max(4, _count * 2));
            Volatile.Write(ref _items, items);
        }

        items[_count] = item;
        Volatile.Write(ref _count, _count + 1);
    }
}
