using Verified.Oracle.History;

namespace Verified.Oracle.Rules.Store;

/// <summary>All events by id; slots are dense and never move, so rules keep slots.</summary>
/// <remarks>Memory: 96 bytes plus 12 to 24 for the index, per distinct event id. O(1) expected.</remarks>
internal sealed class EventTable
{
    private const int ChunkBits = 13;
    private EventRecord[][] _chunks = [];
    private readonly HashIndex _index;
    private readonly MemoryBudget _budget;
    private int _capacity;

    public EventTable(MemoryBudget budget)
    {
        _budget = budget;
        _index = new HashIndex(budget);
    }

    public int Count { get; private set; }

    public ref EventRecord this[int slot] => ref _chunks[slot >> ChunkBits][slot & ((1 << ChunkBits) - 1)];

    /// <summary>The slot of this id, a new one if it was never named.</summary>
    public int FindOrAdd(Hash128 id, out bool added)
    {
        var at = _index.Start(id);
        int slot;
        while ((slot = _index.Candidate(id, ref at)) >= 0)
        {
            if (this[slot].Id != id) continue;
            added = false;
            return slot;
        }

        added = true;
        slot = Add(id);
        _index.Insert(id, slot, at);
        return slot;
    }

    /// <summary>The slot of this id, or −1.</summary>
    public int Find(Hash128 id)
    {
        var at = _index.Start(id);
        int slot;
        while ((slot = _index.Candidate(id, ref at)) >= 0)
            if (this[slot].Id == id)
                return slot;
        return -1;
    }

    private int Add(Hash128 id)
    {
        if (Count == _capacity) Grow();
        ref var record = ref this[Count];
        record.Id = id;
        record.Version = record.Position = record.VersionFloor = record.PositionFloor = record.Demanded = -1;
        record.Stream = -1;
        return Count++;
    }

    /// <summary>Chunks are never moved, but for the first, which starts small: most histories are short.</summary>
    private void Grow()
    {
        var size = Math.Clamp(_capacity, 64, 1 << ChunkBits);
        _budget.Take(96L * size);
        if (_capacity == 0 || _capacity >= 1 << ChunkBits)
        {
            _chunks = [.. _chunks, new EventRecord[size]];
        }
        else
        {
            Array.Resize(ref _chunks[0], _capacity + size);
        }

        _capacity += size;
    }
}
