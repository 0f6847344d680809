namespace Verified.Systematic;

/// <summary>Counts what a search does.</summary>
internal sealed class PhaseCount(string strategy)
{
    private long _schedules;
    private long _pruned;
    private long _truncated;
    private long _steps;
    private long _decisions;

    public void Add(Trace trace, Outcome outcome)
    {
        _steps += trace.Count;
        for (var i = 0; i < trace.Count; i++)
            if (trace[i].Choices > 1)
                _decisions++;
        switch (outcome)
        {
            case Outcome.Pruned:
                _pruned++;
                break;
            case Outcome.Truncated:
                _truncated++;
                break;
            default:
                _schedules++;
                break;
        }
    }

    public Phase Phase(bool isExhausted) =>
        new(strategy, _schedules, _pruned, _truncated, _steps, _decisions, isExhausted);
}
