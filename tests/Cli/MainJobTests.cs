using Verified.Cli;

namespace Verified.Tests.Cli;

public sealed class MainJobTests : IDisposable
{
    private readonly Tool _tool = new();

    public void Dispose() => _tool.Dispose();

    [Fact]
    public void StageTable_Redirected_IsPlain()
    {
        using var output = new StringWriter { NewLine = "\n" };
        using var terminal = new Terminal(output, output);
        StageTable.Write(terminal,
        [
            new Stage("specifications", "2 TLA+ models", "each gives [its] expected result", ExitCode.Success, 1.26),
            new Stage("history", "10 operations", "violates: 11 of 12 properties", ExitCode.Violated, 60),
        ]);
        Assert.Equal("""
            +-----------------------------------------------------------------------------------+
            |      | what           | of            | result                           |   time |
            |------+----------------+---------------+----------------------------------+--------|
            | ok   | specifications | 2 TLA+ models | each gives [its] expected result |  1.3 s |
            | FAIL | history        | 10 operations | violates: 11 of 12 properties    | 60.0 s |
            +-----------------------------------------------------------------------------------+

            """, output.ToString().ReplaceLineEndings("\n"));
    }

    [Fact]
    public async Task MainJob_Interrupted_Returns130()
    {
        var answer = await _tool.RunAsync(interrupted: true);
        Assert.Equal(new Answer(130, "", "verified: interrupted\n"), answer);
    }

    [Fact]
    public async Task WorkloadAndHistory_Stages_Hold()
    {
        var seed = Environment.TickCount;
        using var output = new StringWriter();
        using var terminal = new Terminal(output, output);
        using var files = new WorkloadFiles(null, null);
        var plan = new WorkloadPlan
        {
            History = files.History,
            Database = files.Database,
            Checkpoints = files.Checkpoints,
            Seed = seed,
            Appends = 200,
            Orders = 8,
            Kills = 1,
        };
        var workload = await WorkloadStage.RunAsync(terminal, plan, CancellationToken.None);
        Assert.True(workload.ExitCode == ExitCode.Success, $"--seed {seed}: {workload}");
        Assert.Matches(@"; [1-9]\d* orders?$", workload.Result);
        var history = JudgementStage.Run(terminal, files, CancellationToken.None);
        Assert.True(history.ExitCode == ExitCode.Success, $"--seed {seed}: {history} {output}");
        Assert.Matches(@"^conforms: (\d+) of \1 properties put to the test$", history.Result);
    }

    [Fact]
    public async Task Mirror_OfEventLog_IsEqual()
    {
        var answer = await _tool.RunAsync("mirror", "EventLog");
        Assert.Equal((0, ""), (answer.Code, answer.Error));
        Assert.StartsWith(
            "ok    EventLog      MCEventLogSmall                  633 states        1,256 transitions    0.0 s\n",
            answer.Output, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(0, 2, 2)]
    [InlineData(2, 3, 3)]
    [InlineData(3, 1, 1)]
    [InlineData(1, 2, 1)]
    public void ExitCode_OfSeveral_IsTheWorst(int one, int other, int worst) =>
        Assert.Equal(worst, ExitCode.Worst(one, other));
}
