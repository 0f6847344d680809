namespace Verified.Systematic;

/// <summary>A search of a plan.</summary>
/// <param name="Name">For reports.</param>
/// <param name="Strategy">Decides.</param>
/// <param name="Budget">Most schedules, of this search alone.</param>
/// <param name="IsComplete">Whether, once it has tried everything it is for, nothing is left to try at all.</param>
/// <param name="IsReduced">Whether it leaves out what labels say is equivalent.</param>
/// <param name="VariesSeed">Whether each schedule has a seed of its own.</param>
/// <param name="JoinsAfter">After so many schedules it takes every second turn of the searches before it; by default it
/// waits for them to end.</param>
internal sealed record PlannedSearch(
    string Name, Strategy Strategy, long Budget, Func<bool> IsComplete, bool IsReduced, bool VariesSeed,
    long JoinsAfter = long.MaxValue)
{
    public ulong SeedOf(ulong seed, long schedule) => VariesSeed ? Mix.Of(seed, (ulong)schedule) : seed;
}
