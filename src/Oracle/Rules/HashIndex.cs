using Verified.Oracle.History;

namespace Verified.Oracle.Rules;

/// <summary>From names to dense numbers 0, 1, 2, …: open addressing, 8 bytes a slot, at most two thirds full.</summary>
/// <remarks>
/// A slot holds 32 bits of the name's hash, which also say where its probe starts, and the number; so growing reads
/// nothing but the slots. All 128 bits are compared with the names the owner keeps. Expected O(1); memory 12 to
/// 24 bytes per name beside the owner's own.
/// </remarks>
internal sealed class HashIndex(MemoryBudget budget)
{
    private const int TagShift = 32;

    // High half: the upper half of Hash128.High. Low half: the number plus one; 0 is an empty slot.
    private ulong[] _slots = new ulong[64];
    private int _count;

    /// <summary>The position to probe first.</summary>
    public int Start(Hash128 name) => StartOf(name.High);

    /// <summary>The next number along the probe that may be this name's, or −1 at the end of the probe.</summary>
    public int Candidate(Hash128 name, ref int at)
    {
        var table = _slots;
        var tag = name.High >> TagShift;
        while (true)
        {
            var slot = table[at];
            if (slot == 0) return -1;
            at = (at + 1) & (table.Length - 1);
            if (slot >> TagShift == tag) return (int)(slot & uint.MaxValue) - 1;
        }
    }

    /// <summary>Enters a name that is not there; <paramref name="at"/> is where its probe ended.</summary>
    public void Insert(Hash128 name, int number, int at)
    {
        _slots[at] = (name.High >> TagShift << TagShift) | (uint)(number + 1);
        if (++_count * 3L > _slots.Length * 2L) Grow();
    }

    private int StartOf(ulong bits) => (int)((bits >> TagShift) & (ulong)(_slots.Length - 1));

    private void Grow()
    {
        budget.Take(_slots.Length * 2L * sizeof(ulong));
        var old = _slots;
        _slots = new ulong[old.Length * 2];
        foreach (var slot in old)
        {
            if (slot == 0) continue;
            var at = StartOf(slot);
            while (_slots[at] != 0) at = (at + 1) & (_slots.Length - 1);
            _slots[at] = slot;
        }

        budget.Return(old.Length * (long)sizeof(ulong));
    }
}
