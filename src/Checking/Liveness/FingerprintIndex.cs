namespace Verified.Checking.Liveness;

/// <summary>The numbers of states by their fingerprints: open addressing in flat arrays, 12 bytes a place.</summary>
/// <param name="expected">How many there will be; more are possible.</param>
internal sealed class FingerprintIndex(long expected)
{
    private ulong[] _keys = new ulong[System.Numerics.BitOperations.RoundUpToPowerOf2((ulong)Math.Max(64, expected * 3 / 2))];
    private int[] _numbers = [];
    private int _count;

    /// <summary>The number of a fingerprint, or negative.</summary>
    public int Find(ulong fingerprint)
    {
        var slot = SlotOf(fingerprint);
        return _keys[slot] == fingerprint ? _numbers[slot] : -1;
    }

    /// <summary>Adds a fingerprint that is not in it.</summary>
    public void Add(ulong fingerprint, int number)
    {
        if (_numbers.Length == 0) _numbers = new int[_keys.Length];
        if (_count * 4L >= _keys.Length * 3L) Grow();
        var slot = SlotOf(fingerprint);
        (_keys[slot], _numbers[slot]) = (fingerprint, number);
        _count++;
    }

    // The slot that holds it, or the empty one where it would go.
    private int SlotOf(ulong fingerprint)
    {
        var mask = _keys.Length - 1;
        var slot = (int)(fingerprint & (uint)mask);
        while (_keys[slot] != 0 && _keys[slot] != fingerprint) slot = (slot + 1) & mask;
        return slot;
    }

    private void Grow()
    {
        var (keys, numbers) = (_keys, _numbers);
        (_keys, _numbers) = (new ulong[keys.Length * 2], new int[keys.Length * 2]);
        for (var i = 0; i < keys.Length; i++)
        {
            if (keys[i] == 0) continue;
            var slot = SlotOf(keys[i]);
            (_keys[slot], _numbers[slot]) = (keys[i], numbers[i]);
        }
    }
}
