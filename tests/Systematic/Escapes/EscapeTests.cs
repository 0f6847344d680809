using Verified.Systematic;

namespace Verified.Tests.Systematic;

/// <summary>Code outside of control is reported, whatever way it took.</summary>
public sealed class EscapeTests
{
    [Theory]
    [ClassData(typeof(EscapeBodyData))]
    public async Task Escape_IsReportedWithAStack(string body)
    {
        var options = new ExplorationOptions { Schedules = 200, StepTimeout = TimeSpan.FromSeconds(5) };
        var exploration = await SystematicTest.ExploreAsync(
            body, BodyData.Body(typeof(EscapeBodies), body), options);
        Assert.True(exploration.Verdict == Verdict.Uncontrolled, exploration.ToString());
        Assert.Equal(FailureKind.Escape, exploration.Failure!.Kind);
        Assert.False(string.IsNullOrWhiteSpace(exploration.Failure.Stack), exploration.ToString());
    }

    [Fact]
    public void Escapes_AreAllThatAreKnown() => Assert.Equal(25, BodyData.Names(typeof(EscapeBodies)).Count());
}
