using System.Collections.Concurrent;
using System.Numerics;
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
    private volatile BitOrder _order = new([], []);

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

    /// <summary>The elements that a set's bits stand for, in their order.</summary>
    public Value[] Elements(ReadOnlySpan<int> bits)
    {
        var count = 0;
        foreach (var word in bits) count += BitOperations.PopCount(unchecked((uint)word));
        if (count == 0) return [];
        var order = Order();
        var ranks = count <= 64 ? stackalloc int[count] : new int[count];
        var next = 0;
        for (var i = 0; i < bits.Length; i++)
            for (var rest = unchecked((uint)bits[i]); rest != 0; rest &= rest - 1)
                ranks[next++] = order.Ranks[(i * 32) + BitOperations.TrailingZeroCount(rest)];
        ranks.Sort();
        var elements = new Value[count];
        Span<Value> into = elements;
        for (var i = 0; i < into.Length; i++) into[i] = _elements[order.Bits[ranks[i]]];
        return elements;
    }

    /// <summary>The bits, in the order of their elements.</summary>
    public int[] InOrder() => Order().Bits;

    private BitOrder Order() => _order is var known && known.Bits.Length == _count ? known : Sort();

    // What is sorted stays; each new element goes to its place.
    private BitOrder Sort()
    {
        lock (_gate)
        {
            var (bits, old) = (new int[_count], _order.Bits);
            old.CopyTo(bits, 0);
            for (var bit = old.Length; bit < bits.Length; bit++)
            {
                var place = PlaceAmong(bits.AsSpan(0, bit), _elements[bit]);
                Array.Copy(bits, place, bits, place + 1, bit - place);
                bits[place] = bit;
            }

            var ranks = new int[bits.Length];
            for (var i = 0; i < bits.Length; i++) ranks[bits[i]] = i;
            return _order = new BitOrder(bits, ranks);
        }
    }

    private int PlaceAmong(ReadOnlySpan<int> sorted, Value element)
    {
        int low = 0, high = sorted.Length;
        while (low < high)
        {
            var middle = (low + high) >> 1;
            if (element.CompareTo(_elements[sorted[middle]]) < 0) high = middle;
            else low = middle + 1;
        }

        return low;
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

    /// <summary>The bits in the order of their elements, and the place of each bit in it.</summary>
    private sealed record BitOrder(int[] Bits, int[] Ranks);
}
