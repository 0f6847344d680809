using System.Collections;
using System.Runtime.CompilerServices;

namespace Verified.Reference;

/// <summary>An immutable sequence that is equal to another when their elements are, in order.</summary>
/// <remarks>
/// Stands for a sequence (tuple) of TLA+. Records over <c>ImmutableArray</c> compare by reference; states must
/// compare by value. <c>default</c> is the empty sequence. Indices count from 0 where TLA+ counts from 1.
/// Reads are O(1), additions copy: O(n). Safe to share between threads.
/// </remarks>
[CollectionBuilder(typeof(EquatableArray), nameof(EquatableArray.Create))]
public readonly struct EquatableArray<T> : IReadOnlyList<T>, IEquatable<EquatableArray<T>>
{
    private readonly T[]? _items;

    internal EquatableArray(T[] items) => _items = items;

    public int Count => Items.Length;

    public T this[int index] => Items[index];

    private T[] Items => _items ?? [];

    /// <summary>This sequence with <paramref name="item"/> behind it.</summary>
    public EquatableArray<T> Append(T item) => new([.. Items, item]);

    /// <summary>This sequence with <paramref name="other"/> behind it: <c>\o</c> of TLA+.</summary>
    public EquatableArray<T> Concat(EquatableArray<T> other) => new([.. Items, .. other.Items]);

    /// <summary>This sequence with the element at <paramref name="index"/> replaced: <c>EXCEPT</c> of TLA+.</summary>
    public EquatableArray<T> SetItem(int index, T item)
    {
        T[] items = [.. Items];
        items[index] = item;
        return new EquatableArray<T>(items);
    }

    /// <summary>This sequence without its first element: <c>Tail</c> of TLA+.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The sequence is empty.</exception>
    public EquatableArray<T> Tail()
    {
        ArgumentOutOfRangeException.ThrowIfZero(Count);
        return new EquatableArray<T>(Items[1..]);
    }

    /// <summary>This sequence begins with all of <paramref name="prefix"/>: <c>IsPrefix(prefix, this)</c>.</summary>
    public bool StartsWith(EquatableArray<T> prefix) => AsSpan().StartsWith(prefix.AsSpan());

    public ReadOnlySpan<T> AsSpan() => Items;

    public bool Equals(EquatableArray<T> other) => AsSpan().SequenceEqual(other.AsSpan());

    public override bool Equals(object? obj) => obj is EquatableArray<T> other && Equals(other);

    public override int GetHashCode()
    {
        var hash = new HashCode();
        foreach (var item in Items)
            hash.Add(item);
        return hash.ToHashCode();
    }

    public override string ToString() => $"<<{string.Join(", ", Items)}>>";

    public IEnumerator<T> GetEnumerator() => ((IEnumerable<T>)Items).GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    public static bool operator ==(EquatableArray<T> left, EquatableArray<T> right) => left.Equals(right);

    public static bool operator !=(EquatableArray<T> left, EquatableArray<T> right) => !left.Equals(right);
}

/// <summary>Makes <see cref="EquatableArray{T}"/> values; the target of collection expressions.</summary>
public static class EquatableArray
{
    public static EquatableArray<T> Create<T>(ReadOnlySpan<T> items) => new(items.ToArray());

    /// <summary>The elements of <paramref name="items"/> in their order. O(n).</summary>
    public static EquatableArray<T> From<T>(IEnumerable<T> items) => new([.. items]);
}
