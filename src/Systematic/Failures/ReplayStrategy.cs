namespace Verified.Systematic;

/// <summary>Repeats a schedule that was just run, and writes down its token on the way.</summary>
internal sealed class ReplayStrategy(int[] flows, int[] values) : Strategy
{
    private int _nextValue;

    public List<RecordedChoice> Choices { get; } = [];

    public override bool Begin() => true;

    public override int ChooseFlow(Execution execution)
    {
        var step = execution.Trace.Count;
        var place = step < flows.Length ? execution.Enabled.IndexOf(flows[step]) : -1;
        if (place < 0)
            throw new UnrepeatableException($"step {step + 1} of the schedule could not be repeated");
        if (execution.EnabledCount > 1)
            Choices.Add(new RecordedChoice(place, RecordedChoice.CheckOf(execution)));
        return flows[step];
    }

    public override int ChooseValue(Execution execution, int alternatives, bool isFault)
    {
        if (_nextValue == values.Length || values[_nextValue] >= alternatives)
            throw new UnrepeatableException("a value that was chosen before could not be chosen again");
        Choices.Add(new RecordedChoice(values[_nextValue], RecordedChoice.CheckOf(alternatives)));
        return values[_nextValue++];
    }
}
