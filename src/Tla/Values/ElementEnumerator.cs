using System.Diagnostics.CodeAnalysis;

namespace Verified.Tla.Values;

/// <summary>Walks over the elements of a set; one object for one walk, for one thread.</summary>
public abstract class ElementEnumerator
{
    private Value? _current;

    private protected ElementEnumerator()
    {
    }

    /// <summary>The element found last; undefined before the first and after the last.</summary>
    public Value Current
    {
        get => _current!;
        private protected set => _current = value;
    }

    /// <summary>Finds the next element; false at the end.</summary>
    public abstract bool MoveNext();

    /// <summary>Starts again.</summary>
    public abstract void Reset();

    /// <summary>Finds the next element; false at the end.</summary>
    public bool MoveNext([NotNullWhen(true)] out Value? element)
    {
        var found = MoveNext();
        element = found ? _current : null;
        return found;
    }

    /// <summary>Elements that are in memory.</summary>
    internal sealed class OfArray(Value[] elements) : ElementEnumerator
    {
        private int _next;

        public override bool MoveNext()
        {
            if (_next >= elements.Length) return false;
            Current = elements[_next++];
            return true;
        }

        public override void Reset() => _next = 0;
    }
}
