using System.Runtime.CompilerServices;
using Verified.Tla.Packing;

namespace Verified.Checking.Exploration;

/// <summary>The fingerprints of the states seen, each with that of the state it was first reached from.</summary>
/// <remarks>
/// Open addressing in flat arrays, cut into shards that grow by themselves: 16 bytes a state, at most two thirds full,
/// nothing for the garbage collector to walk. Safe for several threads. Two states that share a fingerprint are taken
/// for one; with n states that happens with probability about n²/2⁶⁵.
/// </remarks>
internal sealed class VisitedStates
{
    private const int ShardBits = 7;

    private const int RecentBits = 16;

    private readonly Shard[] _shards = new Shard[1 << ShardBits];

    // Some of those that were asked for last. Most states are reached again soon, and a look into the shards is a miss
    // of every cache. A race loses an entry, no more.
    private readonly ulong[] _recent = new ulong[1 << RecentBits];

    private readonly Numbering? _numbering;

    /// <param name="isNumbered">Whether each state gets a number: 4 bytes more.</param>
    public VisitedStates(bool isNumbered = false)
    {
        _numbering = isNumbered ? new Numbering() : null;
        for (var i = 0; i < _shards.Length; i++) _shards[i] = new Shard(_numbering);
    }

    /// <summary>How many states are in it; exact while nothing is added.</summary>
    public long Count
    {
        get
        {
            long count = 0;
            foreach (var shard in _shards) count += Volatile.Read(ref shard.Count);
            return count;
        }
    }

    /// <summary>Adds a state; false if it was there. An initial state has the parent 0.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public bool Add(ulong fingerprint, ulong parent)
    {
        ref var recent = ref _recent[(int)(fingerprint & ((1 << RecentBits) - 1))];
        if (recent == fingerprint) return false;
        var isNew = ShardOf(fingerprint).Add(fingerprint, parent);
        recent = fingerprint;
        return isNew;
    }

    /// <summary>Adds a state where they are numbered, from 0 on as they come.</summary>
    public int Number(ulong fingerprint, ulong parent, out bool isNew) =>
        ShardOf(fingerprint).Number(fingerprint, parent, out isNew);

    /// <summary>Brings near where states would stand that are about to be added.</summary>
    /// <param name="sums">Their <see cref="PackedHash.Sum"/>s.</param>
    public ulong Fetch(ReadOnlySpan<ulong> sums)
    {
        // None of the loads waits for another.
        ulong seen = 0;
        foreach (var sum in sums)
        {
            var fingerprint = PackedHash.Finish(sum);
            seen |= ShardOf(fingerprint).Fetch(fingerprint);
        }

        return seen;
    }

    /// <summary>The parent of a state that was added.</summary>
    public ulong ParentOf(ulong fingerprint) => ShardOf(fingerprint).ParentOf(fingerprint);

    private Shard ShardOf(ulong fingerprint) => _shards[fingerprint >> (64 - ShardBits)];

    private sealed class Numbering
    {
        private int _count;

        public int Next() => Interlocked.Increment(ref _count) - 1;
    }

    private sealed class Shard(Numbering? numbering)
    {
        private readonly Lock _gate = new();
        private ulong[] _keys = new ulong[64];
        private ulong[] _parents = new ulong[64];
        private int[] _numbers = numbering is null ? [] : new int[64];

        public int Count;

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public bool Add(ulong key, ulong parent)
        {
            // Keys are never taken away, so one that is found needs no lock, even in an old array.
            var known = Volatile.Read(ref _keys);
            if (known[Find(known, key)] == key) return false;
            return AddNew(key, parent);
        }

        private bool AddNew(ulong key, ulong parent)
        {
            lock (_gate)
            {
                return Add(key, parent, out _);
            }
        }

        public int Number(ulong key, ulong parent, out bool isNew)
        {
            lock (_gate)
            {
                if (isNew = Add(key, parent, out var slot)) _numbers[slot] = numbering!.Next();
                return _numbers[slot];
            }
        }

        // The array may be an old one: then this was in vain.
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public ulong Fetch(ulong key)
        {
            var keys = _keys;
            return keys[(int)(key & (uint)(keys.Length - 1))];
        }

        public ulong ParentOf(ulong key)
        {
            lock (_gate)
            {
                var slot = Find(_keys, key);
                return _keys[slot] == key
                    ? _parents[slot]
                    : throw new InvalidOperationException("the state was never visited");
            }
        }

        private bool Add(ulong key, ulong parent, out int slot)
        {
            slot = Find(_keys, key);
            if (_keys[slot] == key) return false;
            if (Count * 3 >= _keys.Length * 2)
            {
                Grow();
                slot = Find(_keys, key);
            }

            _keys[slot] = key;
            _parents[slot] = parent;
            Volatile.Write(ref Count, Count + 1);
            return true;
        }

        // The slot that holds the key, or the empty one where it would go.
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        private static int Find(ulong[] keys, ulong key)
        {
            var mask = keys.Length - 1;
            var slot = (int)(key & (uint)mask);
            while (keys[slot] != 0 && keys[slot] != key) slot = (slot + 1) & mask;
            return slot;
        }

        private void Grow()
        {
            var (oldKeys, oldParents, oldNumbers) = (_keys, _parents, _numbers);
            var keys = new ulong[oldKeys.Length * 2];
            var parents = new ulong[keys.Length];
            var numbers = numbering is null ? oldNumbers : new int[keys.Length];
            for (var i = 0; i < oldKeys.Length; i++)
            {
                if (oldKeys[i] == 0) continue;
                var slot = Find(keys, oldKeys[i]);
                keys[slot] = oldKeys[i];
                parents[slot] = oldParents[i];
                if (numbering is not null) numbers[slot] = oldNumbers[i];
            }

            (_keys, _parents, _numbers) = (keys, parents, numbers);
        }
    }
}
