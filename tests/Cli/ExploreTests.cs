using System.Text.Json;

namespace Verified.Tests.Cli;

public sealed class ExploreTests : IDisposable
{
    private readonly Tool _tool = new();

    public void Dispose() => _tool.Dispose();

    [Fact]
    public async Task Explore_KnownBug_Returns1AndTheSchedule()
    {
        var answer = await _tool.RunAsync("explore", "lost-update", "--strategy", "bounded");
        Assert.Equal((1, ""), (answer.Code, answer.Error));
        Assert.StartsWith(
            "lost-update: fails: 'main' threw BrokenClaimException: total: expected 20, was 10\n",
            answer.Output, StringComparison.Ordinal);
        Assert.Contains(" | writer 1 ", answer.Output, StringComparison.Ordinal);
        Assert.Contains("  race: step ", answer.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Explore_ItsTwin_Returns0()
    {
        var answer = await _tool.RunAsync("explore", "expected-version");
        Assert.Equal((0, ""), (answer.Code, answer.Error));
        Assert.StartsWith("expected-version: holds in every schedule\n", answer.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Explore_Several_ReturnsTheWorst()
    {
        var answer = await _tool.RunAsync("explore", "check-and-act", "check-then-act", "compensation");
        Assert.Equal((1, ""), (answer.Code, answer.Error));
        Assert.StartsWith("check-and-act: holds in every schedule\n", answer.Output, StringComparison.Ordinal);
        Assert.Contains("\ncheck-then-act: fails: ", answer.Output, StringComparison.Ordinal);
        Assert.Contains("\ncompensation: holds in every schedule\n", answer.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Explore_Token_ReplaysItsFailure()
    {
        var found = await _tool.RunAsync("explore", "check-then-act", "--strategy", "pos", "--seed", "7", "--json");
        var failure = JsonDocument.Parse(found.Output).RootElement[0].GetProperty("failure");
        var token = failure.GetProperty("token").GetString()!;
        var again = await _tool.RunAsync("explore", "--replay", token, "--json");
        Assert.Equal(1, again.Code);
        Assert.Equal(
            failure.GetProperty("schedule").ToString(),
            JsonDocument.Parse(again.Output).RootElement[0].GetProperty("failure").GetProperty("schedule").ToString());
    }

    [Fact]
    public async Task Explore_DrawnScenario_TellsTheStoryAndReplaysIt()
    {
        var found = await _tool.RunAsync("explore", "store-drawn-split-batch");
        Assert.Equal((1, ""), (found.Code, found.Error));
        const string Story =
            "  scenario: StoreStory { Acts = <<Read { Party = 0, Stream = 0 }, "
            + "Append { Party = 1, Stream = 0, Expected = Any, Events = 2 }>>, WritersDie = False }\n";
        Assert.Contains(Story, found.Output, StringComparison.Ordinal);
        var token = found.Output.Split("replay: ")[1].Split('\n')[0];
        var again = await _tool.RunAsync("explore", "--replay", token);
        Assert.Equal(1, again.Code);
        Assert.Contains(Story, again.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Explore_BadInput_IsRefused()
    {
        var unknown = await _tool.RunAsync("explore", "nix");
        Assert.Equal(64, unknown.Code);
        Assert.StartsWith(
            "verified: There is no test 'nix'; --list names those there are.\n", unknown.Error, StringComparison.Ordinal);
        var token = await _tool.RunAsync("explore", "--replay", "1/nix/AAAAAAAAAAAAiCcBAAA");
        Assert.Equal(
            (3, "verified: the token is of the test 'nix', and there is no such test.\n"), (token.Code, token.Error));
        var none = await _tool.RunAsync("explore", "--replay");
        Assert.Equal(64, none.Code);
        Assert.StartsWith("verified: Required argument missing for option: '--replay'.\n", none.Error, StringComparison.Ordinal);
        var both = await _tool.RunAsync("explore", "lost-update", "--replay", "x");
        Assert.Equal(64, both.Code);
    }

    [Fact]
    public async Task Explore_List_NamesEveryClaim()
    {
        var answer = await _tool.RunAsync("explore", "--list");
        Assert.Contains(
            "lost-update                       known bug  no update is lost\n", answer.Output, StringComparison.Ordinal);
    }
}
