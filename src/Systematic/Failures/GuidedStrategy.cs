namespace Verified.Systematic;

/// <summary>Follows a wish as far as it can be followed: of the flows that may go on, the one that the wish names first.</summary>
/// <param name="wish">Flows in the order in which they should take their steps.</param>
/// <param name="values">Values in the order in which they should be chosen; 0 past the end.</param>
/// <param name="stickAt">From this step on the flow before it goes on for as long as it can; −1: nowhere.</param>
internal sealed class GuidedStrategy(IEnumerable<int> wish, int[] values, int stickAt) : Strategy
{
    private readonly List<int> _wish = [.. wish];
    private int _nextValue;
    private int _stuckTo = -1;

    public override bool Begin() => true;

    public override int ChooseFlow(Execution execution)
    {
        if (execution.Trace.Count == stickAt)
            _stuckTo = execution.LastFlow;
        if (_stuckTo >= 0 && execution.Enabled.Contains(_stuckTo))
        {
            _wish.Remove(_stuckTo);
            return _stuckTo;
        }

        _stuckTo = -1;
        for (var i = 0; i < _wish.Count; i++)
            if (execution.Enabled.Contains(_wish[i]))
            {
                var flow = _wish[i];
                _wish.RemoveAt(i);
                return flow;
            }

        return execution.Enabled.Contains(execution.LastFlow) ? execution.LastFlow : execution.Enabled[0];
    }

    public override int ChooseValue(Execution execution, int alternatives, bool isFault) =>
        _nextValue < values.Length ? Math.Min(values[_nextValue++], alternatives - 1) : 0;
}
