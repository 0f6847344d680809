namespace Verified.Systematic;

/// <summary>The steps of a schedule and the values chosen in it. Kept from one schedule to the next: what a schedule
/// shares with the one before is written over with the same.</summary>
internal sealed class Trace
{
    private Step[] _steps = new Step[64];
    private int[] _values = new int[16];

    public int Count { get; private set; }

    public int ValueCount { get; private set; }

    public ReadOnlySpan<int> Values => _values.AsSpan(0, ValueCount);

    public ref Step this[int index] => ref _steps[index];

    public ref Step Last => ref _steps[Count - 1];

    public void Clear() => Count = ValueCount = 0;

    public ref Step Add()
    {
        if (Count == _steps.Length)
            Array.Resize(ref _steps, Count * 2);
        return ref _steps[Count++];
    }

    public void AddValue(int value)
    {
        if (ValueCount == _values.Length)
            Array.Resize(ref _values, ValueCount * 2);
        _values[ValueCount++] = value;
        if (Count > 0)
            Last.Values = Mix.Of(Last.Values, (ulong)value + 1);
    }

    /// <summary>Steps in which a flow was left that could have gone on.</summary>
    public int Preemptions()
    {
        var preemptions = 0;
        for (var i = 1; i < Count; i++)
            if (IsPreemption(i))
                preemptions++;
        return preemptions;
    }

    public bool IsPreemption(int step)
    {
        if (step == 0)
            return false;
        var previous = _steps[step - 1].Flow;
        return previous < HappensBefore.MostFlows
            && previous != _steps[step].Flow
            && (_steps[step].Enabled >> previous & 1) != 0;
    }
}
