using System.Collections;
using System.Diagnostics.CodeAnalysis;

namespace Verified.Reference;

/// <summary>An immutable finite function that is equal to another when their keys and values are.</summary>
/// <remarks>
/// Stands for a function of TLA+ over a finite set. Keys are kept in their own order (names: ordinal), so two equal maps
/// are read in the same order, whatever their histories. <c>default</c> is the function with the empty domain. Look-up is
/// O(log n), a change copies: O(n). Safe to share between threads.
/// </remarks>
public readonly struct EquatableMap<TKey, TValue>
    : IReadOnlyCollection<KeyValuePair<TKey, TValue>>, IEquatable<EquatableMap<TKey, TValue>>
    where TKey : IComparable<TKey>
{
    private readonly EquatableSet<TKey> _keys;

    /// <summary>The values in the order of the keys.</summary>
    private readonly EquatableArray<TValue> _values;

    internal EquatableMap(EquatableSet<TKey> keys, EquatableArray<TValue> values)
    {
        _keys = keys;
        _values = values;
    }

    public int Count => _keys.Count;

    /// <summary>DOMAIN of TLA+.</summary>
    public EquatableSet<TKey> Keys => _keys;

    /// <summary>The values in the order of the keys.</summary>
    public EquatableArray<TValue> Values => _values;

    /// <exception cref="KeyNotFoundException">The key is not in the domain.</exception>
    public TValue this[TKey key] => TryGetValue(key, out var value)
        ? value
        : throw new KeyNotFoundException($"{key} is not in the domain");

    public bool TryGetValue(TKey key, [MaybeNullWhen(false)] out TValue value)
    {
        var index = _keys.IndexOf(key);
        value = index >= 0 ? _values[index] : default;
        return index >= 0;
    }

    /// <summary>This function with another value at <paramref name="key"/>: <c>EXCEPT</c> of TLA+.</summary>
    /// <exception cref="KeyNotFoundException">The key is not in the domain.</exception>
    public EquatableMap<TKey, TValue> SetItem(TKey key, TValue value)
    {
        var index = _keys.IndexOf(key);
        return index >= 0
            ? new EquatableMap<TKey, TValue>(_keys, _values.SetItem(index, value))
            : throw new KeyNotFoundException($"{key} is not in the domain");
    }

    public bool Equals(EquatableMap<TKey, TValue> other) => _keys == other._keys && _values == other._values;

    public override bool Equals(object? obj) => obj is EquatableMap<TKey, TValue> other && Equals(other);

    public override int GetHashCode() => HashCode.Combine(_keys, _values);

    public override string ToString() => $"[{string.Join(", ", this.Select(e => $"{e.Key} |-> {e.Value}"))}]";

    public IEnumerator<KeyValuePair<TKey, TValue>> GetEnumerator()
    {
        var index = 0;
        foreach (var key in _keys)
            yield return KeyValuePair.Create(key, _values[index++]);
    }

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    public static bool operator ==(EquatableMap<TKey, TValue> left, EquatableMap<TKey, TValue> right) =>
        left.Equals(right);

    public static bool operator !=(EquatableMap<TKey, TValue> left, EquatableMap<TKey, TValue> right) =>
        !left.Equals(right);
}

/// <summary>Makes <see cref="EquatableMap{TKey, TValue}"/> values.</summary>
public static class EquatableMap
{
    /// <summary><c>[key \in keys |-> value(key)]</c>. O(n).</summary>
    public static EquatableMap<TKey, TValue> From<TKey, TValue>(EquatableSet<TKey> keys, Func<TKey, TValue> value)
        where TKey : IComparable<TKey> => new(keys, EquatableArray.From(keys.Select(value)));
}
