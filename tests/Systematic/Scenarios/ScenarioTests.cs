using Verified.Scenarios;
using Verified.Systematic;

namespace Verified.Tests.Systematic;

/// <summary>The running system holds in every schedule that is tried, and each mistake planted in it is found.</summary>
public sealed class ScenarioTests
{
    /// <summary>Schedules that a mistake may take to be found: a tenth of what a search has by default.</summary>
    private const int Budget = 1_000;

    public static TheoryData<string> Sound => [.. NamesOf(isBroken: false)];

    public static TheoryData<string> Mistakes => [.. NamesOf(isBroken: true)];

    [Theory]
    [MemberData(nameof(Sound))]
    public async Task Scenario_Holds(string name)
    {
        var exploration = await SystematicTest.ExploreAsync(
            name, Catalogue.Find(name)!.Body, new() { Schedules = 2_000 });
        exploration.EnsurePassed();
        Assert.True(exploration.Schedules > 1, exploration.ToString());
    }

    [Theory]
    [MemberData(nameof(Mistakes))]
    public Task Mistake_IsFound_WithEachOfTwentySeeds(string name) => IsFoundAsync(name, SearchStrategy.Portfolio, seeds: 20);

    /// <summary>The default search is mostly a systematic one, which no seed changes.</summary>
    [Theory]
    [MemberData(nameof(Mistakes))]
    public Task Mistake_IsFound_ByDefault(string name) => IsFoundAsync(name, new ExplorationOptions().Strategy, seeds: 2);

    private static async Task IsFoundAsync(string name, SearchStrategy strategy, ulong seeds)
    {
        for (var seed = 0UL; seed < seeds; seed++)
        {
            var exploration = await SystematicTest.ExploreAsync(
                name,
                Catalogue.Find(name)!.Body,
                new() { Schedules = Budget, Strategy = strategy, Seed = seed, Minimise = false });
            Assert.True(exploration.Verdict == Verdict.Failed, $"seed {seed}: {exploration}");
        }
    }

    private static IEnumerable<string> NamesOf(bool isBroken) =>
        Catalogue.RunningSystem.Where(scenario => scenario.IsBroken == isBroken).Select(scenario => scenario.Name);
}
