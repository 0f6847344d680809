using System.Numerics;

namespace Verified.Tla.Values;

/// <summary>All combinations of one element of each component; the last component varies fastest.</summary>
internal abstract class CombinationEnumerator : ElementEnumerator
{
    // Components of up to this many lazy elements are kept instead of computed anew for each combination.
    private const int BufferBound = 4096;

    private readonly ElementEnumerator[] _components;
    private readonly Value[] _chosen;
    private State _state;

    private protected CombinationEnumerator(ReadOnlySpan<SetValue> components)
    {
        _components = new ElementEnumerator[components.Length];
        _chosen = new Value[components.Length];
        for (var i = 0; i < components.Length; i++)
        {
            _components[i] = Walk(components[i]);
            if (_components[i].MoveNext(out var first))
            {
                _chosen[i] = first;
                continue;
            }

            _state = State.Empty;
            return;
        }
    }

    private enum State
    {
        Fresh,
        Running,
        Finished,

        // A component has no element.
        Empty,
    }

    public sealed override bool MoveNext()
    {
        if (_state == State.Fresh)
            _state = State.Running;
        else if (_state != State.Running || !Advance())
            return false;
        Current = Combine(_chosen.AsSpan().ToArray());
        return true;
    }

    public sealed override void Reset()
    {
        if (_state is State.Empty or State.Fresh) return;
        for (var i = 0; i < _components.Length; i++) Restart(i);
        _state = State.Fresh;
    }

    /// <summary>The element that these parts make; the array is the callee's.</summary>
    private protected abstract Value Combine(Value[] parts);

    private static ElementEnumerator Walk(SetValue component)
    {
        var worthKeeping = component is LazySet { CountsWithoutEnumerating: true } lazy
            && lazy.IsFinite && lazy.Cardinality <= BufferBound;
        return worthKeeping
            ? new OfArray(LazySet.Collect(component, BigInteger.Zero))
            : component.GetElements();
    }

    private bool Advance()
    {
        for (var i = _components.Length - 1; i >= 0; i--)
        {
            if (_components[i].MoveNext(out var next))
            {
                _chosen[i] = next;
                return true;
            }

            if (i > 0) Restart(i);
        }

        _state = State.Finished;
        return false;
    }

    private void Restart(int component)
    {
        _components[component].Reset();
        _components[component].MoveNext(out var first);
        _chosen[component] = first!;
    }
}
