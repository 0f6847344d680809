namespace Verified.Tla.Packing;

/// <summary>The states that A of <c>A \cdot B</c> leads to: gathered first, then each is the current state in the buffer, one
/// after the other, while B runs on it.</summary>
internal sealed class StatesBetween : PackedSink
{
    private readonly int[] _buffer;
    private readonly int _width;
    private readonly int[] _origin;
    private readonly List<(int[] Words, ulong Sum, ulong Changed)> _states = [];
    private int _next;

    /// <param name="sink">Receives the states that B leads to; for it the state in the buffer is where A began.</param>
    public StatesBetween(int[] buffer, int width, PackedSink sink)
    {
        (_buffer, _width) = (buffer, width);
        _origin = buffer[..width];
        After = new AfterSecond(this, sink);
    }

    public int Count => _states.Count;

    /// <summary>The sink of B.</summary>
    public PackedSink After { get; }

    public override bool OnSuccessor(ulong sum, ulong changed)
    {
        _states.Add((_buffer[_width..(2 * _width)], sum, changed));
        return false;
    }

    /// <summary>Makes the next one the state in the buffer; false if there is none left.</summary>
    public bool MoveNext(out ulong sum)
    {
        sum = 0;
        if (_next == _states.Count) return false;
        (var words, sum, _) = _states[_next++];
        words.CopyTo(_buffer, 0);
        return true;
    }

    /// <summary>Makes the state where A began the state in the buffer.</summary>
    public void Leave() => _origin.CopyTo(_buffer, 0);

    private sealed class AfterSecond(StatesBetween between, PackedSink sink) : PackedSink
    {
        public override bool OnSuccessor(ulong sum, ulong changed)
        {
            var (words, _, before) = between._states[between._next - 1];
            between.Leave();
            var stop = sink.OnSuccessor(sum, changed | before);
            words.CopyTo(between._buffer, 0);
            return stop;
        }
    }
}
