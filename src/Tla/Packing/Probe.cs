using Verified.Tla.Evaluation;
using Verified.Tla.Values;

namespace Verified.Tla.Packing;

/// <summary>Tries tests whose results count only if they read nothing more of the state.</summary>
internal sealed class Probe(Frame frame, Stack<List<int>> captures)
{
    private bool _isRunning;
    private bool _hasRead;
    private int _outer;

    /// <summary>Whether a test of an element is sure to have a result, whatever else the state is.</summary>
    public bool IsSure(Func<Value, bool> test, Value element, bool result)
    {
        // One inside another would not know whose reads they are.
        if (_isRunning) return false;
        var (active, next, unassigned) = (frame.Active, frame.Next, frame.Unassigned);
        (_isRunning, _hasRead, _outer) = (true, false, captures.Count);
        try
        {
            return test(element) == result && !_hasRead;
        }
        catch (Exception fault) when (fault is ValueException or EffectException or UnsupportedException)
        {
            // It is met again, if the element is there.
            (frame.Active, frame.Next, frame.Unassigned) = (active, next, unassigned);
            while (captures.Count > _outer) captures.Pop();
            return false;
        }
        finally
        {
            _isRunning = false;
        }
    }

    /// <summary>How many of the values under evaluation depend on what is read now.</summary>
    public int Captures => captures.Count - (_isRunning ? _outer : 0);

    /// <summary>Something is read: true if that is only tried.</summary>
    public bool Notices()
    {
        _hasRead = true;
        return _isRunning;
    }
}
