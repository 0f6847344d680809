using System.CommandLine;
using Verified.Systematic;

namespace Verified.Cli;

/// <summary><c>verified explore</c>: tries the interleavings of the reference system.</summary>
internal static class ExploreCommand
{
    private static readonly (string Word, SearchStrategy Strategy)[] s_strategies =
    [
        ("thorough", SearchStrategy.Thorough), ("reduced", SearchStrategy.Reduced), ("bounded", SearchStrategy.Bounded),
        ("full", SearchStrategy.Full), ("random", SearchStrategy.Random), ("pos", SearchStrategy.PartialOrder),
        ("pct", SearchStrategy.Priority), ("urw", SearchStrategy.Uniform), ("portfolio", SearchStrategy.Portfolio),
    ];

    public static Command Create(Terminal terminal)
    {
        var names = Options.Files("TEST", required: false, "Scenarios to explore; by default all of them.");
        names.Validators.Add(result =>
        {
            foreach (var token in result.Tokens)
                if (ExploreTest.Find(token.Value) is null && !token.Value.StartsWith('-'))
                    result.AddError($"There is no test '{token.Value}'; --list names those there are.");
        });
        var strategy = Options.OneOf("--strategy",
            "How schedules are chosen; by default few preemptions first, then all with reduction, and soon every second one at random; where scenarios are drawn, all at random.",
            [.. s_strategies.Select(s => s.Word)]);
        var schedules = Options.AtLeast("--schedules", 1, 10_000, "Most schedules of each test.");
        var seed = Options.AtLeast("--seed", 0, 0, "Decides what is random.");
        var replay = new Option<string?>("--replay")
        {
            Description = "Repeat the one schedule of a token that a failure printed.",
            HelpName = "TOKEN",
        };
        var list = new Option<bool>("--list") { Description = "List the tests and what they claim." };
        var json = Options.Json();
        var command = new Command("explore", "Try the interleavings of the reference system.")
        {
            names, strategy, schedules, seed, replay, list, json,
        };
        command.Validators.Add(result =>
        {
            if (result.GetResult(replay) is not null && result.GetValue(names) is { Length: > 0 })
                result.AddError("--replay goes without TEST: the token names its test.");
        });
        command.SetAction((parsed, cancellation) => new ExploreRun(terminal, new ExploreRequest
        {
            Names = parsed.GetValue(names) ?? [],
            Token = parsed.GetValue(replay),
            List = parsed.GetValue(list),
            Json = parsed.GetValue(json),
            Options = new ExplorationOptions
            {
                Strategy = s_strategies.FirstOrDefault(s => s.Word == parsed.GetValue(strategy)).Strategy,
                Schedules = parsed.GetValue(schedules),
                Seed = (ulong)parsed.GetValue(seed),
            },
        }).RunAsync(cancellation));
        return command;
    }
}
