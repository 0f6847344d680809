using System.Numerics;

namespace Verified.Reference;

/// <summary>A list that only grows, read through snapshots that cost nothing.</summary>
/// <remarks>
/// What is written is never written again, and never moved: when there is no more room, a part is added that is as long
/// as all before it. So a snapshot may be read while the list grows. Calls of <see cref="Add"/> are to be serialised by
/// the owner; taking and reading a snapshot needs no lock. Both are O(1).
/// </remarks>
internal sealed class AppendOnlyList<T>
{
    /// <summary>Logarithm of the length of the first two parts.</summary>
    private const int Smallest = 3;

    /// <summary>Replaced by a longer one, with the same parts, when there is one more.</summary>
    private Element[][] _parts = [];

    /// <summary>The last part; for who adds.</summary>
    private Element[] _last = [];

    /// <summary>How many elements are in it.</summary>
    private int _used;

    private int _count;

    public int Count => Volatile.Read(ref _count);

    /// <summary>All elements that are there now, and no later one.</summary>
    public Snapshot Written
    {
        get
        {
            var count = Volatile.Read(ref _count); // first: the parts that are read next hold so many at least
            return new Snapshot(Volatile.Read(ref _parts), count);
        }
    }

    public T this[int index] => At(_parts, index);

    public void Add(T item)
    {
        if (_used == _last.Length)
            AddPart();
        _last[_used++] = new Element(item);
        Volatile.Write(ref _count, _count + 1);
    }

    /// <summary>The first elements of a list.</summary>
    public readonly struct Snapshot(Element[][]? parts, int length)
    {
        public int Length => length;

        /// <summary>The element at an index below <see cref="Length"/>.</summary>
        public T this[int index]
        {
            get
            {
                ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(index, length);
                return At(parts!, index);
            }
        }
    }

    private void AddPart()
    {
        (_last, _used) = (new Element[Math.Max(1 << Smallest, _count)], 0);
        Volatile.Write(ref _parts, [.. _parts, _last]);
    }

    /// <summary>The lengths are 8, 8, 16, 32 and so on: the highest bit of an index says in which part it is.</summary>
    private static T At(Element[][] parts, int index)
    {
        var part = BitOperations.Log2((uint)index >> (Smallest - 1) | 1);
        return parts[part][part == 0 ? index : index - (1 << (part + Smallest - 1))].Item;
    }

    /// <summary>An array of these is written without asking of which type it is.</summary>
    internal readonly record struct Element(T Item);
}
