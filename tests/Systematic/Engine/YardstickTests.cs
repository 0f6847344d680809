using Verified.Concurrency;
using Verified.Systematic;

namespace Verified.Tests.Systematic;

/// <summary>Counts that a correct search must reproduce.</summary>
public sealed class YardstickTests
{
    [Theory]
    [InlineData(SearchStrategy.Full, 6)]
    [InlineData(SearchStrategy.Reduced, 4)]
    public Task LostUpdate_HasItsCount(SearchStrategy strategy, int schedules) =>
        CountsAsync(YardstickBodies.LostUpdate(), strategy, schedules);

    [Theory]
    [InlineData(SearchStrategy.Full, 2_520)]
    [InlineData(SearchStrategy.Reduced, 576)]
    public Task Reorder_ThreeWriters_HasItsCount(SearchStrategy strategy, int schedules) =>
        CountsAsync(YardstickBodies.Reorder(3), strategy, schedules);

    [Fact]
    public Task Reorder_FiveWriters_HasItsCount() =>
        CountsAsync(YardstickBodies.Reorder(5), SearchStrategy.Reduced, 518_400);

    [Theory]
    [InlineData(SearchStrategy.Full, 34_650)]
    [InlineData(SearchStrategy.Reduced, 6)]
    public Task ThreeIndependent_HasItsCount(SearchStrategy strategy, int schedules) =>
        CountsAsync(YardstickBodies.ThreeIndependent, strategy, schedules);

    private static async Task CountsAsync(Func<Runtime, Task> body, SearchStrategy strategy, int schedules)
    {
        var options = new ExplorationOptions { Strategy = strategy, Schedules = int.MaxValue };
        var exploration = await SystematicTest.ExploreAsync("yardstick", body, options);
        Assert.True(exploration.Verdict == Verdict.Exhausted, exploration.ToString());
        Assert.Equal(schedules, exploration.Schedules);
    }
}
