using Verified.Scenarios;
using Verified.Systematic;

namespace Verified.Tests.Systematic;

/// <summary>Each known bug is found by every strategy within the budget, and its correct twin holds in every
/// schedule.</summary>
public sealed class KnownBugs
{
    /// <summary>Schedules that any strategy may take to find any of the bugs.</summary>
    private const int Budget = 1_000;

    private static readonly SearchStrategy[] s_strategies = Enum.GetValues<SearchStrategy>();

    [Theory]
    [ClassData(typeof(BrokenScenarioData))]
    public async Task Bug_IsFoundByEveryStrategy(string name)
    {
        var scenario = Catalogue.Find(name)!;
        foreach (var strategy in s_strategies)
        {
            var exploration = await ExploreAsync(scenario, strategy, Budget);
            Assert.True(exploration.Verdict == Verdict.Failed, $"{strategy} misses it: {exploration}");
        }
    }

    [Theory]
    [ClassData(typeof(SoundScenarioData))]
    public async Task Twin_HoldsInEverySchedule(string name)
    {
        var exploration = await ExploreAsync(Catalogue.Find(name)!, SearchStrategy.Reduced, 100_000);
        Assert.True(exploration.Verdict == Verdict.Exhausted, exploration.ToString());
    }

    private static Task<Exploration> ExploreAsync(Scenario scenario, SearchStrategy strategy, int schedules) =>
        SystematicTest.ExploreAsync(
            scenario.Name,
            scenario.Body,
            new ExplorationOptions { Strategy = strategy, Schedules = schedules, Faults = scenario.Faults });
}
