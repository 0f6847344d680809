namespace Verified.Systematic;

/// <summary>A search of a plan.</summary>
/// <param name="Name">For reports.</param>
/// <param name="Strategy">Decides.</param>
/// <param name="Budget">Most schedules.</param>
/// <param name="IsComplete">Whether, once it has tried everything it is for, nothing is left to try at all.</param>
/// <param name="IsReduced">Whether it leaves out what labels say is equivalent.</param>
/// <param name="VariesSeed">Whether each schedule has a seed of its own.</param>
internal sealed record PlannedSearch(
    string Name, Strategy Strategy, long Budget, Func<bool> IsComplete, bool IsReduced, bool VariesSeed)
{
    public ulong SeedOf(ulong seed, long schedule) => VariesSeed ? Mix.Of(seed, (ulong)schedule) : seed;
}
