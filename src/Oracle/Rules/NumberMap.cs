namespace Verified.Oracle.Rules;

/// <summary>From numbers to dense numbers (int), for keys that mostly count up from 0: versions and positions.</summary>
/// <remarks>
/// Keys below a bound that grows with the number of entries live in an array; stray ones in a dictionary, so a
/// position of 2⁶² costs no memory. O(1); 4 bytes per dense key.
/// </remarks>
internal sealed class NumberMap(MemoryBudget budget)
{
    private int[] _dense = [];
    private Dictionary<long, int>? _stray;
    private long _count;

    /// <summary>The highest key entered, or −1.</summary>
    public long Highest { get; private set; } = -1;

    /// <summary>How many keys are in.</summary>
    public long Count => _count;

    /// <summary>Up to where every key is looked up in the array, and scanning keys is cheap.</summary>
    public long DenseLimit => _stray is null ? _dense.Length : 0;

    /// <summary>The number of this key, or −1.</summary>
    public int Find(long key)
    {
        if ((ulong)key < (ulong)_dense.Length && _dense[key] != 0) return _dense[key] - 1;
        return _stray is not null && _stray.TryGetValue(key, out var number) ? number : -1;
    }

    /// <summary>The lowest key at or above this one, or −1. Linear in the array, and in the stray keys.</summary>
    public long LowestFrom(long key)
    {
        for (var at = Math.Max(key, 0); at < _dense.Length; at++)
            if (_dense[at] != 0)
                return at;
        var lowest = -1L;
        if (_stray is null) return lowest;
        foreach (var other in _stray.Keys)
            if (other >= key && (lowest < 0 || other < lowest))
                lowest = other;
        return lowest;
    }

    /// <summary>Enters a key that is not there.</summary>
    public void Add(long key, int number)
    {
        _count++;
        Highest = Math.Max(Highest, key);
        if (key >= 0 && key < _dense.Length) _dense[key] = number + 1;
        else if (key >= 0 && key < _count * 4 + 64) Grow(key, number);
        else
        {
            budget.Take(48);
            (_stray ??= [])[key] = number;
        }
    }

    private void Grow(long key, int number)
    {
        var length = (int)Math.Min(Array.MaxLength, Math.Max(8, Math.Max(key + 1, _dense.Length * 2L)));
        budget.Take((length - _dense.Length) * (long)sizeof(int));
        Array.Resize(ref _dense, length);
        _dense[key] = number + 1;
    }
}
