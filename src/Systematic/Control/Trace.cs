namespace Verified.Systematic;

/// <summary>The steps of a schedule and the values chosen in it. Kept from one schedule to the next: what a schedule
/// shares with the one before is written over with the same.</summary>
internal sealed class Trace
{
    private Step[] _steps = new Step[64];
    private int[] _values = new int[16];

    private ulong _firstValues;

    public int Count { get; private set; }

    /// <summary>Mixed from the values chosen before the first step.</summary>
    public ulong FirstValues => _firstValues;

    public int ValueCount { get; private set; }

    /// <summary>Values chosen that are faults and not 0.</summary>
    public int Faults { get; private set; }

    public ReadOnlySpan<int> Values => _values.AsSpan(0, ValueCount);

    public ref Step this[int index] => ref _steps[index];

    public ref Step Last => ref _steps[Count - 1];

    public void Clear()
    {
        Count = ValueCount = Faults = 0;
        _firstValues = 0;
    }

    public ref Step Add()
    {
        if (Count == _steps.Length)
            Array.Resize(ref _steps, Count * 2);
        return ref _steps[Count++];
    }

    /// <summary>Takes the last step back.</summary>
    public void RemoveLast() => Count--;

    /// <param name="value">0 leaves no mark on the step: it is the same as not being asked.</param>
    /// <param name="choice">Key of the choice: whose, which need not be whose the step is, and its how many-th.</param>
    /// <param name="isFault">Whether it is a fault, if it is not 0.</param>
    public void AddValue(int value, ulong choice, bool isFault)
    {
        if (ValueCount == _values.Length)
            Array.Resize(ref _values, ValueCount * 2);
        _values[ValueCount++] = value;
        if (value == 0)
            return;
        if (isFault)
            Faults++;
        ref var values = ref Count > 0 ? ref Last.Values : ref _firstValues;
        values = Mix.Of(values, Mix.Of(choice, (ulong)value));
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
