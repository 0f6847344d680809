using System.Collections.Concurrent;
using Verified.Tla.Values;

namespace Verified.Tla.Packing;

/// <summary>The values that occur in states, each with a number: equal values share one.</summary>
/// <remarks>Grows only. Safe for several threads; a value that is known is found without a lock.</remarks>
internal sealed class ValueTable
{
    private readonly ConcurrentDictionary<Value, int> _numbers = new();
    private readonly Lock _gate = new();
    private volatile Value[] _values = new Value[1024];
    private int _count;

    /// <summary>The number of a canonical value, from 0.</summary>
    public int NumberOf(Value value)
    {
        if (_numbers.TryGetValue(value, out var known)) return known;
        lock (_gate)
        {
            if (_numbers.TryGetValue(value, out known)) return known;
            if (_count == _values.Length)
            {
                var larger = new Value[_count * 2];
                _values.CopyTo(larger, 0);
                _values = larger;
            }

            _values[_count] = value;
            _numbers[value] = _count;
            return _count++;
        }
    }

    /// <summary>The value with a number.</summary>
    public Value this[int number] => _values[number];
}
