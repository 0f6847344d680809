namespace Verified.Systematic;

/// <summary>The values chosen on the way to where a depth-first search is, each to be counted up in turn.</summary>
internal sealed class ValueStack
{
    private readonly List<(int Step, int Value, int Alternatives)> _values = [];
    private int _next;

    /// <summary>Begins again from the first value.</summary>
    public void Rewind() => _next = 0;

    /// <summary>The value at this place: the one of last time, or 0 at a new place.</summary>
    public int Next(int step, int alternatives)
    {
        if (_next == _values.Count)
            _values.Add((step, 0, alternatives));
        var value = _values[_next++];
        if (value.Step != step || value.Alternatives != alternatives)
            throw new UnrepeatableException($"step {step} chose among {value.Alternatives} values, now among {alternatives}");
        return value.Value;
    }

    /// <summary>Counts up the last value that was chosen within a step.</summary>
    /// <returns>False: every value of the step was tried; none of them is on the stack any more.</returns>
    public bool Advance(int step)
    {
        while (_values.Count > 0 && _values[^1].Step == step)
        {
            var (_, value, alternatives) = _values[^1];
            _values.RemoveAt(_values.Count - 1);
            if (value + 1 == alternatives)
                continue;
            _values.Add((step, value + 1, alternatives));
            return true;
        }

        return false;
    }
}
