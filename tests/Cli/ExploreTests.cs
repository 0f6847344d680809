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
    public async Task Explore_Everything_IsAsExpected()
    {
        var answer = await _tool.RunAsync("explore", "--schedules", "2000");
        Assert.Equal((0, ""), (answer.Code, answer.Error));
        Assert.All(
            answer.Output.TrimEnd('\n').Split('\n'), l => Assert.StartsWith("ok  ", l, StringComparison.Ordinal));
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
    public async Task Explore_BadInput_IsRefused()
    {
        var unknown = await _tool.RunAsync("explore", "nix");
        Assert.Equal(64, unknown.Code);
        Assert.StartsWith(
            "verified: There is no test 'nix'; --list names those there are.\n", unknown.Error, StringComparison.Ordinal);
        var token = await _tool.RunAsync("explore", "--replay", "1/nix/AAAAAAAAAAAAiCcBAA");
        Assert.Equal(
            (3, "verified: the token is of the test 'nix', and there is no such test.\n"), (token.Code, token.Error));
        var both = await _tool.RunAsync("explore", "lost-update", "--replay", "x");
        Assert.Equal(64, both.Code);
    }

    [Fact]
    public async Task Explore_List_NamesEveryClaim()
    {
        var answer = await _tool.RunAsync("explore", "--list");
        Assert.Contains(
            "lost-update                    known bug  no update is lost\n", answer.Output, StringComparison.Ordinal);
    }
}
