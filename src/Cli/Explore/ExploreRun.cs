using Verified.Systematic;

namespace Verified.Cli;

/// <summary>Runs <c>verified explore</c>: scenarios one after another, each result told as it comes.</summary>
/// <remarks>Scenarios that are named are judged by what was found. All of them together are judged by whether each gives its
/// expected result: a known bug must be found.</remarks>
internal sealed class ExploreRun(Terminal terminal, ExploreRequest request)
{
    /// <summary>Explores; the exit code.</summary>
    public Task<int> RunAsync(CancellationToken cancellation) =>
        request.List ? Task.FromResult(List())
        : request.Token is { } token ? ReplayAsync(token)
        : ExploreAsync(cancellation);

    private int List()
    {
        if (request.Json)
            Json.Write(terminal.Output, writer => ExploreJson.Write(writer, ExploreTest.All));
        else
            foreach (var test in ExploreTest.All)
                terminal.Output.WriteLine(
                    $"{test.Name,-33} {(test.IsBroken ? "known bug" : "holds"),-10} {test.Claim}");
        return ExitCode.Success;
    }

    private async Task<int> ReplayAsync(string token)
    {
        string name;
        try
        {
            name = SystematicTest.NameOf(token);
        }
        catch (FormatException e)
        {
            terminal.Error.WriteLine($"verified: {e.Message}");
            return ExitCode.Malformed;
        }

        if (ExploreTest.Find(name) is not { } test)
        {
            terminal.Error.WriteLine($"verified: the token is of the test '{name}', and there is no such test.");
            return ExitCode.Malformed;
        }

        var result = await test.ReplayAsync(token);
        Tell([(test, result)], asExpected: false);
        return CodeOf(result);
    }

    private async Task<int> ExploreAsync(CancellationToken cancellation)
    {
        var isAll = request.Names.Count == 0;
        var code = ExitCode.Success;
        var results = new List<(ExploreTest, Exploration)>();
        foreach (var test in isAll ? ExploreTest.All : [.. request.Names.Select(n => ExploreTest.Find(n)!)])
        {
            var result = await ExploreAsync(test, cancellation);
            cancellation.ThrowIfCancellationRequested();
            results.Add((test, result));
            code = ExitCode.Worst(code, isAll ? ExpectedCodeOf(test, result) : CodeOf(result));
            if (!request.Json)
                Tell([(test, result)], isAll);
        }

        if (request.Json)
            Tell(results, isAll);
        return code;
    }

    private async Task<Exploration> ExploreAsync(ExploreTest test, CancellationToken cancellation)
    {
        using var line = new StatusLine(terminal);
        return await test.ExploreAsync(request.Options, new Shown(line, test.Name), cancellation);
    }

    private void Tell(List<(ExploreTest Test, Exploration Result)> results, bool asExpected)
    {
        if (request.Json)
        {
            Json.Write(terminal.Output, writer => ExploreJson.Write(writer, results));
            return;
        }

        foreach (var (test, result) in results)
            terminal.Output.Write(asExpected && ExpectedCodeOf(test, result) == ExitCode.Success
                ? $"ok  {test.Name}: {Short(result)}\n"
                : result.ToString().ReplaceLineEndings("\n"));
    }

    private static string Short(Exploration result) => result.Verdict switch
    {
        Verdict.Exhausted => $"holds in every schedule, {Texts.Count(result.Schedules, "schedule")}",
        Verdict.Unrefuted => $"no schedule failed, {Texts.Count(result.Schedules, "schedule")}",
        _ => $"the known bug is found after {Texts.Count(result.Failure!.FoundAfter, "schedule")}; replay {result.Failure.Token}",
    };

    private static int CodeOf(Exploration result) => result.Verdict switch
    {
        Verdict.Exhausted or Verdict.Unrefuted => ExitCode.Success,
        Verdict.Failed => ExitCode.Violated,
        _ => ExitCode.Undetermined,
    };

    private static int ExpectedCodeOf(ExploreTest test, Exploration result) =>
        result.Verdict == Verdict.Uncontrolled ? ExitCode.Undetermined
        : result.Verdict == Verdict.Failed == test.IsBroken ? ExitCode.Success
        : ExitCode.Violated;

    private sealed class Shown(StatusLine line, string name) : IProgress<ExplorationProgress>
    {
        public void Report(ExplorationProgress value) => line.Show(
            $"{name}: {value.Strategy}, {Texts.Count(value.Schedules)} of {Texts.Count(value.Budget, "schedule")}");
    }
}
