namespace Verified.Systematic;

/// <summary>How far a search of a plan is.</summary>
internal sealed class SearchRun(PlannedSearch search)
{
    private bool _isExhausted;

    public PlannedSearch Search => search;

    public PhaseCount Count { get; } = new(search.Name);

    public bool HasBegun { get; private set; }

    public bool HasBudget => Count.Tried < search.Budget;

    /// <summary>Whether nothing is left to try, by any search.</summary>
    public bool IsComplete => _isExhausted && Count.Truncated == 0 && search.IsComplete();

    public Phase Phase => Count.Phase(_isExhausted);

    /// <summary>Prepares the next schedule; false: there is none left.</summary>
    public bool Begin()
    {
        HasBegun = true;
        _isExhausted = !search.Strategy.Begin();
        return !_isExhausted;
    }
}
