namespace Verified.Tla.Values;

/// <summary>All subsets of sorted elements, by size and then in the order of sets.</summary>
internal sealed class SubsetEnumerator : ElementEnumerator
{
    private readonly Value[] _elements;

    // The places of the members of the subset found last; the first _size count.
    private readonly int[] _places;
    private int _size;
    private bool _started;

    internal SubsetEnumerator(Value[] sorted)
    {
        _elements = sorted;
        _places = new int[sorted.Length];
    }

    public override bool MoveNext()
    {
        if (!_started)
            _started = true;
        else if (!NextOfSize() && !NextSize())
            return false;
        var members = new Value[_size];
        Span<Value> into = members;
        for (var i = 0; i < into.Length; i++) into[i] = _elements[_places[i]];
        Current = ExplicitSet.FromSorted(members);
        return true;
    }

    public override void Reset()
    {
        _started = false;
        _size = 0;
    }

    // Moves the last member that has room, and those after it right behind it.
    private bool NextOfSize()
    {
        for (var i = _size - 1; i >= 0; i--)
        {
            if (_places[i] == _elements.Length - _size + i) continue;
            _places[i]++;
            for (var j = i + 1; j < _size; j++) _places[j] = _places[j - 1] + 1;
            return true;
        }

        return false;
    }

    private bool NextSize()
    {
        if (_size == _elements.Length) return false;
        _size++;
        for (var i = 0; i < _size; i++) _places[i] = i;
        return true;
    }
}
