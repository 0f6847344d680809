using System.Collections.Concurrent;
using Verified.Tla.Values;

namespace Verified.Tla.Packing;

/// <summary>The elements that a set of the states has had so far; each is a bit.</summary>
/// <remarks>Any two of its elements can be compared, so membership never meets a fault. Grows only; safe for several
/// threads.</remarks>
internal sealed class Universe(int capacity)
{
    private readonly ConcurrentDictionary<Value, int> _bits = new();
    private readonly Lock _gate = new();
    private readonly Value[] _elements = new Value[capacity];
    private volatile int _count;
    private volatile int[] _order = [];

    public int Count => _count;

    public Value this[int bit] => _elements[bit];

    /// <summary>The bit of an element; negative where it does not fit in, by number or by kind.</summary>
    public int Add(Value element)
    {
        if (_bits.TryGetValue(element, out var bit)) return bit;
        lock (_gate)
        {
            if (_bits.TryGetValue(element, out bit)) return bit;
            if (_count == capacity || !IsComparable(element)) return -1;
            _elements[_count] = element;
            _bits[element] = _count;
            return _count++;
        }
    }

    /// <summary>The bits, in the order of their elements.</summary>
    public int[] InOrder()
    {
        if (_order is var known && known.Length == _count) return known;
        lock (_gate)
        {
            var order = Enumerable.Range(0, _count).ToArray();
            Array.Sort(order, (a, b) => _elements[a].CompareTo(_elements[b]));
            return _order = order;
        }
    }

    private bool IsComparable(Value element)
    {
        try
        {
            for (var i = 0; i < _count; i++)
            {
                element.CompareTo(_elements[i]);
                _elements[i].CompareTo(element);
            }

            return true;
        }
        catch (ValueException)
        {
            return false;
        }
    }
}
