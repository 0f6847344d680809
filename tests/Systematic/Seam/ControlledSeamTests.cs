using Verified.Systematic;

namespace Verified.Tests.Systematic;

/// <summary>The primitives under control: every schedule keeps the promises that threads keep.</summary>
public sealed class ControlledSeamTests
{
    [Theory]
    [ClassData(typeof(SeamBodyData))]
    public async Task Primitive_InEverySchedule_KeepsItsPromise(string body)
    {
        var exploration = await SystematicTest.ExploreAsync(body, SeamBodyData.Body(body));
        Assert.True(exploration.Verdict == Verdict.Exhausted, exploration.ToString());
        Assert.True(exploration.Schedules > 0);
    }
}
