using Verified.Oracle.History;

namespace Verified.Oracle.Rules.Store;

/// <summary>All events by id; slots are dense and never move, so rules keep slots.</summary>
/// <remarks>Memory: 96 bytes plus 12 to 24 for the index, per distinct event id. O(1) expected.</remarks>
internal sealed class EventTable
{
    private const int ChunkBits = 13;
    private EventRecord[][] chunks = [];
    private readonly HashIndex index;
    private readonly MemoryBudget budget;
    private int capacity;

    public EventTable(MemoryBudget budget)
    {
        this.budget = budget;
        index = new HashIndex(budget);
    }

    public int Count { get; private set; }

    public ref EventRecord this[int slot] => ref chunks[slot >> ChunkBits][slot & ((1 << ChunkBits) - 1)];

    /// <summary>The slot of this id, a new one if it was never named.</summary>
    public int FindOrAdd(Hash128 id, out bool added)
    {
        var at = index.Start(id);
        int slot;
        while ((slot = index.Candidate(id, ref at)) >= 0)
        {
            if (this[slot].Id != id) continue;
            added = false;
            return slot;
        }

        added = true;
        slot = Add(id);
        index.Insert(id, slot, at);
        return slot;
    }

    /// <summary>The slot of this id, or −1.</summary>
    public int Find(Hash128 id)
    {
        var at = index.Start(id);
        int slot;
        while ((slot = index.Candidate(id, ref at)) >= 0)
            if (this[slot].Id == id)
                return slot;
        return -1;
    }

    private int Add(Hash128 id)
    {
        if (Count == capacity) Grow();
        ref var record = ref this[Count];
        record.Id = id;
        record.Version = record.Position = record.VersionFloor = record.PositionFloor = record.Demanded = -1;
        record.Stream = -1;
        return Count++;
    }

    /// <summary>Chunks are never moved, but for the first, which starts small: most histories are short.</summary>
    private void Grow()
    {
        var size = Math.Clamp(capacity, 64, 1 << ChunkBits);
        budget.Take(96L * size);
        if (capacity == 0 || capacity >= 1 << ChunkBits)
        {
            chunks = [.. chunks, new EventRecord[size]];
        }
        else
        {
            Array.Resize(ref chunks[0], capacity + size);
        }

        capacity += size;
    }
}
