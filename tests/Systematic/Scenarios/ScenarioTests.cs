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

    /// <summary>The default search gets there as well, though it is mostly a systematic one.</summary>
    [Theory]
    [MemberData(nameof(Mistakes))]
    public async Task Mistake_IsFound_WithEachOfTwentySeeds(string name)
    {
        foreach (var strategy in (SearchStrategy[])[SearchStrategy.Portfolio, SearchStrategy.Thorough])
            for (var seed = 0UL; seed < 20; seed++)
            {
                var exploration = await SystematicTest.ExploreAsync(
                    name,
                    Catalogue.Find(name)!.Body,
                    new() { Schedules = Budget, Strategy = strategy, Seed = seed, Minimise = false });
                Assert.True(exploration.Verdict == Verdict.Failed, $"{strategy}, seed {seed}: {exploration}");
            }
    }

    private static IEnumerable<string> NamesOf(bool isBroken) =>
        Catalogue.RunningSystem.Where(scenario => scenario.IsBroken == isBroken).Select(scenario => scenario.Name);
}
