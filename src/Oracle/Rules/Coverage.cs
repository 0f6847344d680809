namespace Verified.Oracle.Rules;

/// <summary>For every version (or position): the latest invocation of a read that would have shown it.</summary>
/// <remarks>
/// A step function as a sorted list. A read to the end replaces everything from its start on, so streams that are
/// read whole keep one step. O(log steps) per such read; O(steps) in the worst case, for reads of a stretch.
/// </remarks>
internal sealed class Coverage(MemoryBudget budget)
{
    private readonly List<(long From, uint Line)> _steps = [];

    /// <summary>A read invoked in <paramref name="line"/> covers from (inclusive) to (inclusive).</summary>
    public void Add(long from, long to, uint line)
    {
        if (from > to) return;
        Split(from);
        if (to != long.MaxValue) Split(to + 1);
        var i = IndexOf(from);
        if (to == long.MaxValue && LatestFrom(i) <= line)
        {
            budget.Return(16L * (_steps.Count - i - 1));
            _steps.RemoveRange(i, _steps.Count - i);
            _steps.Add((from, line));
            return;
        }

        for (; i < _steps.Count && _steps[i].From <= to; i++)
            if (_steps[i].Line < line)
                _steps[i] = (_steps[i].From, line);
    }

    /// <summary>The line of the latest invocation that covers this number, or 0.</summary>
    public uint At(long number)
    {
        var i = IndexOf(number);
        return i < 0 ? 0 : _steps[i].Line;
    }

    /// <summary>The latest line such that everything from this number on is covered by it or a later one.</summary>
    public uint AllFrom(long number)
    {
        var i = IndexOf(number);
        if (i < 0) return 0;
        var least = uint.MaxValue;
        for (; i < _steps.Count; i++) least = Math.Min(least, _steps[i].Line);
        return least;
    }

    private uint LatestFrom(int i)
    {
        var latest = 0u;
        for (; i < _steps.Count; i++) latest = Math.Max(latest, _steps[i].Line);
        return latest;
    }

    /// <summary>The step this number lies in, or −1 before the first.</summary>
    private int IndexOf(long number)
    {
        int low = 0, high = _steps.Count - 1;
        while (low <= high)
        {
            var middle = (low + high) / 2;
            if (_steps[middle].From <= number) low = middle + 1;
            else high = middle - 1;
        }

        return high;
    }

    private void Split(long at)
    {
        var i = IndexOf(at);
        if (i >= 0 && _steps[i].From == at) return;
        budget.Take(16);
        _steps.Insert(i + 1, (at, i < 0 ? 0 : _steps[i].Line));
    }
}
