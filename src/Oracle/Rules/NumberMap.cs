namespace Verified.Oracle.Rules;

/// <summary>From numbers to dense numbers (int), for keys that mostly count up from 0: versions and positions.</summary>
/// <remarks>
/// Keys below a bound that grows with the number of entries live in an array; stray ones in a dictionary, so a
/// position of 2⁶² costs no memory. O(1); 4 bytes per dense key.
/// </remarks>
internal sealed class NumberMap(MemoryBudget budget)
{
    private int[] dense = [];
    private Dictionary<long, int>? stray;
    private long count;

    /// <summary>The highest key entered, or −1.</summary>
    public long Highest { get; private set; } = -1;

    /// <summary>How many keys are in.</summary>
    public long Count => count;

    /// <summary>Up to where every key is looked up in the array, and scanning keys is cheap.</summary>
    public long DenseLimit => stray is null ? dense.Length : 0;

    /// <summary>The number of this key, or −1.</summary>
    public int Find(long key)
    {
        if ((ulong)key < (ulong)dense.Length && dense[key] != 0) return dense[key] - 1;
        return stray is not null && stray.TryGetValue(key, out var number) ? number : -1;
    }

    /// <summary>The lowest key at or above this one, or −1. Linear in the array, and in the stray keys.</summary>
    public long LowestFrom(long key)
    {
        for (var at = Math.Max(key, 0); at < dense.Length; at++)
            if (dense[at] != 0)
                return at;
        var lowest = -1L;
        if (stray is null) return lowest;
        foreach (var other in stray.Keys)
            if (other >= key && (lowest < 0 || other < lowest))
                lowest = other;
        return lowest;
    }

    /// <summary>Enters a key that is not there.</summary>
    public void Add(long key, int number)
    {
        count++;
        Highest = Math.Max(Highest, key);
        if (key >= 0 && key < dense.Length) dense[key] = number + 1;
        else if (key >= 0 && key < count * 4 + 64) Grow(key, number);
        else
        {
            budget.Take(48);
            (stray ??= [])[key] = number;
        }
    }

    private void Grow(long key, int number)
    {
        var length = (int)Math.Min(Array.MaxLength, Math.Max(8, Math.Max(key + 1, dense.Length * 2L)));
        budget.Take((length - dense.Length) * (long)sizeof(int));
        Array.Resize(ref dense, length);
        dense[key] = number + 1;
    }
}
