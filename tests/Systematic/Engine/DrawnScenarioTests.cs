using Verified.Concurrency;
using Verified.Systematic;

namespace Verified.Tests.Systematic;

/// <summary>Scenario and schedule shrink together, and replay together.</summary>
public sealed class DrawnScenarioTests
{
    private static readonly ScenarioSpace<Deposits> s_space = new(
        next => new Deposits(1 + next(5), 1 + next(9)),
        scenario => Simpler(scenario));

    private static readonly ExplorationOptions s_options = new() { Strategy = SearchStrategy.Portfolio, Schedules = 5_000 };

    [Fact]
    public async Task LostUpdate_AmongManyWriters_ShrinksToTwo()
    {
        var found = await SystematicTest.ExploreAsync("deposits", s_space, DepositAsync, s_options);
        Assert.True(found.Verdict == Verdict.Failed, found.ToString());
        Assert.Equal("Deposits { Writers = 2, Amount = 1 }", found.Failure!.Scenario);
        Assert.Equal(1, found.Failure.Preemptions);
        var again = await SystematicTest.ReplayAsync(found.Failure.Token, s_space, DepositAsync);
        Assert.Equal(
            (Verdict.Failed, found.Failure.Message, found.Failure.Scenario, found.Failure.Token),
            (again.Verdict, again.Failure!.Message, again.Failure.Scenario, again.Failure.Token));
    }

    /// <summary>The systematic searches try the schedules of one scenario only, and that proves nothing of the others.</summary>
    [Theory]
    [InlineData(SearchStrategy.Thorough)]
    [InlineData(SearchStrategy.Bounded)]
    [InlineData(SearchStrategy.Reduced)]
    [InlineData(SearchStrategy.Full)]
    public async Task AllSchedulesOfOneScenario_AreNotAll(SearchStrategy strategy)
    {
        var drawn = new HashSet<int>();
        var found = await SystematicTest.ExploreAsync(
            "deposits",
            s_space,
            (_, scenario) =>
            {
                drawn.Add(scenario.Amount);
                return Task.CompletedTask;
            },
            new() { Strategy = strategy, Schedules = 1_000 });
        Assert.Equal(Verdict.Unrefuted, found.Verdict);
        Assert.Equal(strategy == SearchStrategy.Thorough ? 9 : 1, drawn.Count);
    }

    private static IEnumerable<Deposits> Simpler(Deposits scenario)
    {
        if (scenario.Amount > 1)
            yield return scenario with { Amount = 1 };
        if (scenario.Writers > 1)
            yield return scenario with { Writers = scenario.Writers - 1 };
    }

    private static async Task DepositAsync(Runtime runtime, Deposits scenario)
    {
        var balance = 0;
        await YardstickBodies.Together(runtime, scenario.Writers, async _ =>
        {
            await runtime.PointAsync("balance", Access.Read);
            var seen = balance;
            await runtime.PointAsync("balance");
            balance = seen + scenario.Amount;
        });
        Assert.Equal(scenario.Writers * scenario.Amount, balance);
    }

    private sealed record Deposits(int Writers, int Amount);
}
