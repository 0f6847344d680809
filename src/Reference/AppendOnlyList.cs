namespace Verified.Reference;

/// <summary>A list that only grows, read through snapshots that cost nothing.</summary>
/// <remarks>
/// What is written is never written again, so a snapshot may be read while the list grows. Calls are to be
/// serialised by the owner; reading a snapshot needs no lock. <see cref="Add"/> is O(1) amortised.
/// </remarks>
internal sealed class AppendOnlyList<T>
{
    /// <summary>The elements, and room behind them; replaced by a larger copy when full.</summary>
    private T[] _items = [];

    public int Count { get; private set; }

    /// <summary>All elements that are there now, and no later one.</summary>
    public ReadOnlyMemory<T> Written => _items.AsMemory(0, Count);

    public void Add(T item)
    {
        if (Count == _items.Length)
            Array.Resize(ref _items, Math.Max(4, Count * 2));
        _items[Count++] = item;
    }
}
