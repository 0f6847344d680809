namespace Verified.Systematic;

/// <summary>Counts what a search does.</summary>
internal sealed class PhaseCount(string strategy)
{
    private long _schedules;
    private long _pruned;
    private long _steps;
    private long _decisions;

    /// <summary>Schedules so far, those that were given up included.</summary>
    public long Tried => _schedules + _pruned + Truncated;

    public long Truncated { get; private set; }

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
                Truncated++;
                break;
            default:
                _schedules++;
                break;
        }
    }

    public Phase Phase(bool isExhausted) =>
        new(strategy, _schedules, _pruned, Truncated, _steps, _decisions, isExhausted);
}
