using Verified.Oracle.History;

namespace Verified.Oracle.Rules.Log;

/// <summary>What is known of a message so far.</summary>
[Flags]
internal enum MessageFlags
{
    None = 0,
    Acknowledged = 1,
    Unknown = 1 << 1,
    Failed = 1 << 2,

    /// <summary>Sent by more than one operation, or twice by one.</summary>
    Again = 1 << 3,
    Observed = 1 << 4,
}

/// <summary>One message of one key: 56 bytes. Operations are numbered by their lines, from 1; 0 is none.</summary>
internal struct MessageRecord
{
    public Hash128 Id;

    /// <summary>The offset it was first said to have, or −1.</summary>
    public long Offset;
    public int Key;
    public uint Invoke;
    public uint Ack;
    public uint PlacedBy;
    public uint SeenBy;

    /// <summary>The first poll that showed it.</summary>
    public uint FirstSeenBy;
    public MessageFlags Flags;

    public readonly bool Has(MessageFlags flag) => (Flags & flag) != 0;
}

/// <summary>One key (a partition): which message is at which offset.</summary>
internal sealed class KeyState(string name, MemoryBudget budget)
{
    public string Name { get; } = name;

    /// <summary>From offset to the message that was first said to be there.</summary>
    public NumberMap Offsets { get; } = new(budget);

    /// <summary>The highest offset a poll has shown, or −1, and the operation that showed it.</summary>
    public long HighestPolled { get; set; } = -1;

    public uint PolledBy { get; set; }
}

/// <summary>Messages by key and value, and keys by name.</summary>
/// <remarks>Memory: about 75 bytes per message, 4 per offset; key names as text.</remarks>
internal sealed class MessageTable
{
    private const int ChunkBits = 12;
    private readonly List<MessageRecord[]> _chunks = [];
    private readonly List<KeyState> _keys = [];
    private readonly Dictionary<Hash128, int> _keyNumbers = [];
    private readonly HashIndex _index;
    private readonly MemoryBudget _budget;
    private int _capacity;

    public MessageTable(MemoryBudget budget)
    {
        _budget = budget;
        _index = new HashIndex(budget);
    }

    public int Count { get; private set; }

    public int KeyCount => _keys.Count;

    public ref MessageRecord this[int slot] => ref _chunks[slot >> ChunkBits][slot & ((1 << ChunkBits) - 1)];

    public KeyState Key(int key) => _keys[key];

    /// <summary>The number of this key, a new one if it was never named.</summary>
    public int FindOrAddKey(ReadOnlySpan<byte> name)
    {
        var hash = Hash128.Of(name);
        if (_keyNumbers.TryGetValue(hash, out var key)) return key;
        _budget.Take(200 + name.Length);
        _keys.Add(new KeyState(System.Text.Encoding.UTF8.GetString(name), _budget));
        return _keyNumbers[hash] = _keys.Count - 1;
    }

    /// <summary>The slot of this value of this key, a new one if it was never named.</summary>
    public int FindOrAdd(int key, ReadOnlySpan<byte> value)
    {
        var hash = Hash128.Of(value);
        var id = hash with { High = hash.High ^ unchecked((ulong)(key + 1) * 0x9E3779B97F4A7C15UL) };
        var at = _index.Start(id);
        int slot;
        while ((slot = _index.Candidate(id, ref at)) >= 0)
            if (this[slot].Id == id)
                return slot;
        slot = Add(id, key);
        _index.Insert(id, slot, at);
        return slot;
    }

    private int Add(Hash128 id, int key)
    {
        if (Count == _capacity) Grow();
        ref var record = ref this[Count];
        record.Id = id;
        record.Key = key;
        record.Offset = -1;
        return Count++;
    }

    /// <summary>Chunks are never moved, but for the first, which starts small: most histories are short.</summary>
    private void Grow()
    {
        var size = Math.Clamp(_capacity, 64, 1 << ChunkBits);
        _budget.Take(56L * size);
        if (_capacity == 0 || _capacity >= 1 << ChunkBits)
        {
            _chunks.Add(new MessageRecord[size]);
        }
        else
        {
            var first = _chunks[0];
            Array.Resize(ref first, _capacity + size);
            _chunks[0] = first;
        }

        _capacity += size;
    }
}
