namespace Verified.Checking.Liveness;

/// <summary>The steps from one state, each next state once, in the order in which they came.</summary>
internal sealed class Outgoing
{
    private int[] _targets = new int[64];
    private ulong[] _sums = new ulong[64];
    private UInt128[] _taken = new UInt128[64];

    // Open addressing: the time of entry, then the place. What is of another time is empty.
    private (int Time, int Place)[] _slots = new (int, int)[256];
    private int _time = 1;

    public int Count { get; private set; }

    /// <summary>The number of the next state.</summary>
    public int Target(int step) => _targets[step];

    /// <summary>Which <see cref="BehaviourRecord.Steps"/> it is, a bit each.</summary>
    public UInt128 Taken(int step) => _taken[step];

    public void Clear()
    {
        Count = 0;
        if (++_time != int.MaxValue) return;
        Array.Clear(_slots);
        _time = 1;
    }

    /// <summary>Adds a step, or what else it is.</summary>
    /// <param name="sum">What tells the next state from others.</param>
    public void Add(ulong sum, int target, UInt128 taken)
    {
        if (Count == _targets.Length) Grow();
        ref var slot = ref SlotOf(sum);
        if (slot.Time == _time)
        {
            _taken[slot.Place] |= taken;
            return;
        }

        slot = (_time, Count);
        (_targets[Count], _sums[Count], _taken[Count]) = (target, sum, taken);
        Count++;
    }

    /// <summary>Says of a step, if it is there, what else it is.</summary>
    public void Mark(ulong sum, UInt128 taken)
    {
        ref var slot = ref SlotOf(sum);
        if (slot.Time == _time) _taken[slot.Place] |= taken;
    }

    private ref (int Time, int Place) SlotOf(ulong sum)
    {
        var mask = _slots.Length - 1;
        var at = unchecked((int)((sum * 0x9E3779B97F4A7C15UL) >> 33)) & mask;
        while (_slots[at].Time == _time && _sums[_slots[at].Place] != sum) at = (at + 1) & mask;
        return ref _slots[at];
    }

    private void Grow()
    {
        var size = 2 * Count;
        Array.Resize(ref _targets, size);
        Array.Resize(ref _sums, size);
        Array.Resize(ref _taken, size);
        _slots = new (int, int)[4 * size];
        for (var i = 0; i < Count; i++) SlotOf(_sums[i]) = (_time, i);
    }
}
