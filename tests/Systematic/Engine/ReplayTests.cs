using Verified.Scenarios;
using Verified.Systematic;

namespace Verified.Tests.Systematic;

/// <summary>A token repeats its schedule, and nothing else.</summary>
public sealed class ReplayTests
{
    private const int Failures = 1_000;

    [Fact]
    public async Task Tokens_OfAThousandFailures_AllReplay()
    {
        var bugs = Catalogue.All.Where(s => s.IsBroken).ToArray();
        for (var i = 0; i < Failures; i++)
        {
            var bug = bugs[i % bugs.Length];
            var options = new ExplorationOptions
            {
                Strategy = SearchStrategy.Portfolio,
                Seed = (ulong)i,
                Schedules = 10_000,
                Faults = bug.Faults,
                Minimise = i / bugs.Length % 10 == 0,
            };
            var found = await SystematicTest.ExploreAsync(bug.Name, bug.Body, options);
            Assert.True(found.Verdict == Verdict.Failed, found.ToString());
            Assert.Equal(bug.Name, SystematicTest.NameOf(found.Failure!.Token));
            var again = await SystematicTest.ReplayAsync(found.Failure.Token, bug.Body);
            Assert.True(again.Verdict == Verdict.Failed, again.ToString());
            Assert.Equal(WhatIsTold(found.Failure), WhatIsTold(again.Failure!));
        }
    }

    /// <summary>Where an operation waits was once read from the stack, of which optimised code leaves another one.</summary>
    [Fact]
    public async Task Token_AfterItsCodeWasOptimised_IsToldTheSame()
    {
        var bug = Catalogue.Find("bus-store-then-ask")!;
        var found = await SystematicTest.ExploreAsync(bug.Name, bug.Body);
        var cold = await SystematicTest.ReplayAsync(found.Failure!.Token, bug.Body);
        var sound = Catalogue.Find("bus-veto")!;
        await SystematicTest.ExploreAsync(sound.Name, sound.Body, new() { Strategy = SearchStrategy.Random, Schedules = 3_000 });
        var warm = await SystematicTest.ReplayAsync(found.Failure.Token, bug.Body);
        Assert.Equal(WhatIsTold(cold.Failure!), WhatIsTold(warm.Failure!));
    }

    [Fact]
    public async Task Token_OfAnotherBody_FailsAtTheFirstDifference()
    {
        var bug = Catalogue.Find("lost-update")!;
        var found = await SystematicTest.ExploreAsync(bug.Name, bug.Body);
        var other = await SystematicTest.ReplayAsync(found.Failure!.Token, Catalogue.Find("check-then-act")!.Body);
        Assert.Equal(Verdict.Uncontrolled, other.Verdict);
        Assert.Equal(FailureKind.Unrepeatable, other.Failure!.Kind);
        Assert.Contains(
            "at choice 1 of 3, before step 1, there is something else to choose from. "
            + "Now: delivery 1 (read inbox), delivery 2 (read inbox).",
            other.Failure.Message,
            StringComparison.Ordinal);
    }

    [Fact]
    public async Task Token_OfTheRepairedBody_DoesNotFail()
    {
        var found = await SystematicTest.ExploreAsync("b", YardstickBodies.LostUpdate(r => Assert.Equal(2, r)));
        var repaired = await SystematicTest.ReplayAsync(found.Failure!.Token, YardstickBodies.LostUpdate());
        Assert.Equal(Verdict.Unrefuted, repaired.Verdict);
    }

    [Theory]
    [InlineData("", "'' is no token: expected version/name/choices.")]
    [InlineData("2/a/AAAA", "The token is of version '2'; this is version 1.")]
    [InlineData("1/a/A?", "The choices of the token are not base 64.")]
    [InlineData("1/a/AAAA", "The token is cut short.")]
    public void Token_Damaged_IsRefused(string token, string message) =>
        Assert.Equal(message, Assert.Throws<FormatException>(() => SystematicTest.NameOf(token)).Message);

    /// <summary>Everything but who found it, which is another one, and stacks, which are the platform's.</summary>
    private static ExplorationFailure WhatIsTold(ExplorationFailure failure) =>
        failure with { FoundBy = "", FoundAfter = 0, Exception = null, Stack = null };
}
