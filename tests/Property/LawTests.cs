using FsCheck.Fluent;
using Xunit.Sdk;

namespace Verified.Tests.Property;

/// <summary>The checker of laws: a broken law fails, with a case and a command that replays it.</summary>
public sealed class LawTests
{
    [Fact]
    public void Holds_BrokenLaw_FailsWithTheSmallestCaseAndItsReplay()
    {
        var numbers = Gen.Choose(0, 9).ArrayOf();

        var failure = Assert.ThrowsAny<XunitException>(() => Law.Holds(
            numbers, drawn => Assert.DoesNotContain(7, drawn), Law.Shorter, name: "NoSeven"));

        Assert.Contains("NoSeven is broken after", failure.Message, StringComparison.Ordinal);
        Assert.Contains("Case: [7]", failure.Message, StringComparison.Ordinal);
        Assert.Matches(
            @"Replay: VERIFIED_REPLAY=\d+,\d+,\d+ dotnet test tests/Property --filter Name=NoSeven",
            failure.Message);
    }

    [Fact]
    public void Holds_LawThatHolds_SeesAsManyCasesAsAsked()
    {
        var seen = 0;

        Law.Holds(Gen.Choose(0, 9), _ => seen++, count: 123);

        Assert.Equal(123 * Law.Times, seen);
    }
}
