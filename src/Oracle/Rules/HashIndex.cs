using Verified.Oracle.History;

namespace Verified.Oracle.Rules;

/// <summary>From names to dense numbers 0, 1, 2, …: open addressing, 8 bytes a slot, at most two thirds full.</summary>
/// <remarks>
/// A slot holds 32 bits of the name's hash and the number; all 128 bits are compared with the names the owner keeps.
/// Expected O(1); memory 12 to 24 bytes per name beside the owner's own.
/// </remarks>
internal sealed class HashIndex(MemoryBudget budget)
{
    // High half: the upper half of Hash128.High. Low half: the number plus one; 0 is an empty slot.
    private ulong[] slots = new ulong[64];
    private int count;

    /// <summary>The position to probe first.</summary>
    public int Start(Hash128 name) => (int)(name.Low & (ulong)(slots.Length - 1));

    /// <summary>The next number along the probe that may be this name's, or −1 at the end of the probe.</summary>
    public int Candidate(Hash128 name, ref int at)
    {
        var tag = name.High & 0xFFFFFFFF00000000UL;
        while (true)
        {
            var slot = slots[at];
            if (slot == 0) return -1;
            at = (at + 1) & (slots.Length - 1);
            if ((slot & 0xFFFFFFFF00000000UL) == tag) return Number(slot);
        }
    }

    /// <summary>Enters a name that is not there; <paramref name="at"/> is where its probe ended.</summary>
    public void Insert(Hash128 name, int number, int at, Func<int, Hash128> nameOf)
    {
        slots[at] = (name.High & 0xFFFFFFFF00000000UL) | (uint)(number + 1);
        if (++count * 3L > slots.Length * 2L) Grow(nameOf);
    }

    private static int Number(ulong slot) => (int)(slot & 0xFFFFFFFFUL) - 1;

    private void Grow(Func<int, Hash128> nameOf)
    {
        budget.Take(slots.Length * 2L * sizeof(ulong));
        var old = slots;
        slots = new ulong[old.Length * 2];
        foreach (var slot in old)
        {
            if (slot == 0) continue;
            var at = Start(nameOf(Number(slot)));
            while (slots[at] != 0) at = (at + 1) & (slots.Length - 1);
            slots[at] = slot;
        }

        budget.Return(old.Length * (long)sizeof(ulong));
    }
}
