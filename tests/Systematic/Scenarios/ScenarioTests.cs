using Verified.Scenarios;
using Verified.Systematic;

namespace Verified.Tests.Systematic;

/// <summary>The scenarios of the running system hold in every schedule that is tried, and their mistakes are found.</summary>
public sealed class ScenarioTests
{
    public static TheoryData<string> Names => [.. ScenarioCatalogue.All.Select(scenario => scenario.ToString())];

    public static TheoryData<string> MistakeNames => [.. ScenarioCatalogue.Mistakes.Select(scenario => scenario.ToString())];

    [Theory]
    [MemberData(nameof(Names))]
    public async Task Scenario_Holds(string name)
    {
        var scenario = ScenarioCatalogue.All.Single(s => s.ToString() == name);
        var exploration = await SystematicTest.ExploreAsync(name, scenario.Body, new() { Schedules = 2_000 });
        exploration.EnsurePassed();
        Assert.True(exploration.Schedules > 1, exploration.ToString());
    }

    [Theory]
    [MemberData(nameof(MistakeNames))]
    public async Task Mistake_IsFound_WithEachOfTwentySeeds(string name)
    {
        var scenario = ScenarioCatalogue.Mistakes.Single(s => s.ToString() == name);
        for (var seed = 0UL; seed < 20; seed++)
        {
            var exploration = await SystematicTest.ExploreAsync(
                name, scenario.Body, new() { Schedules = 10_000, Strategy = SearchStrategy.Portfolio, Seed = seed, Minimise = false });
            Assert.True(exploration.Verdict == Verdict.Failed, $"seed {seed}: {exploration}");
        }
    }
}
