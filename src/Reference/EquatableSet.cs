using System.Collections;
using System.Runtime.CompilerServices;

namespace Verified.Reference;

/// <summary>An immutable set that is equal to another when their elements are.</summary>
/// <remarks>
/// Stands for a finite set of TLA+. Elements are kept in their own order (names: ordinal), so two
/// equal sets are read in the same order, whatever their histories. <c>default</c> is the empty set.
/// Look-up is O(log n), a change copies: O(n log n). Safe to share between threads.
/// </remarks>
[CollectionBuilder(typeof(EquatableSet), nameof(EquatableSet.Create))]
public readonly struct EquatableSet<T> : IReadOnlyCollection<T>, IEquatable<EquatableSet<T>>
    where T : IComparable<T>
{
    /// <summary>Ascending, none twice.</summary>
    private readonly EquatableArray<T> _items;

    internal EquatableSet(EquatableArray<T> items) => _items = items;

    public int Count => _items.Count;

    public bool Contains(T item) => IndexOf(item) >= 0;

    /// <summary>The place of <paramref name="item"/> in the order of the set, or negative. O(log n).</summary>
    public int IndexOf(T item) => _items.AsSpan().BinarySearch(item);

    /// <summary>This set with <paramref name="item"/> in it.</summary>
    public EquatableSet<T> Add(T item) => Contains(item) ? this : EquatableSet.From([.. _items, item]);

    /// <summary>This set without <paramref name="item"/>.</summary>
    public EquatableSet<T> Remove(T item) =>
        Contains(item) ? new EquatableSet<T>([.. _items.Where(other => other.CompareTo(item) != 0)]) : this;

    /// <summary>All that is in this set, in <paramref name="items"/>, or in both: <c>\cup</c> of TLA+.</summary>
    public EquatableSet<T> Union(IEnumerable<T> items) => EquatableSet.From([.. _items, .. items]);

    /// <summary>All of this set is in <paramref name="other"/>: <c>\subseteq</c> of TLA+.</summary>
    public bool IsSubsetOf(EquatableSet<T> other)
    {
        foreach (var item in _items)
            if (!other.Contains(item))
                return false;
        return true;
    }

    public bool Equals(EquatableSet<T> other) => _items == other._items;

    public override bool Equals(object? obj) => obj is EquatableSet<T> other && Equals(other);

    public override int GetHashCode() => _items.GetHashCode();

    public override string ToString() => $"{{{string.Join(", ", _items)}}}";

    public IEnumerator<T> GetEnumerator() => _items.GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    public static bool operator ==(EquatableSet<T> left, EquatableSet<T> right) => left.Equals(right);

    public static bool operator !=(EquatableSet<T> left, EquatableSet<T> right) => !left.Equals(right);
}

/// <summary>Makes <see cref="EquatableSet{T}"/> values; the target of collection expressions.</summary>
public static class EquatableSet
{
    public static EquatableSet<T> Create<T>(ReadOnlySpan<T> items)
        where T : IComparable<T> => From([.. items]);

    /// <summary>The elements of <paramref name="items"/>, each once. O(n log n).</summary>
    public static EquatableSet<T> From<T>(IEnumerable<T> items)
        where T : IComparable<T> => new([.. new SortedSet<T>(items)]);
}
