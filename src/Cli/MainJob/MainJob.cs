using System.Diagnostics;

namespace Verified.Cli;

/// <summary><c>verified</c> alone: every link of the chain of evidence on the project itself, then one table.</summary>
/// <remarks>
/// The specifications are checked, the mirrors compared with them, a workload is run on a SQLite file by processes that
/// are killed, and the history it left is judged. What fails is told in full above the table.
/// </remarks>
internal sealed class MainJob(Terminal terminal, int seed)
{
    private const int Appends = 2_000;
    private const int Kills = 3;

    private readonly List<Stage> _stages = [];
    private readonly Stopwatch _clock = new();

    /// <summary>Does all of it; the exit code is 0 only if everything holds.</summary>
    public async Task<int> RunAsync(CancellationToken cancellation)
    {
        using (var specifications = Specifications.Find())
        {
            var selection = ModelSelection.Of(new CheckRequest(), specifications.Manifest);
            foreach (var problem in selection.Problems)
                terminal.Error.WriteLine(DiagnosticText.Render(problem, []));
            if (selection.Problems.Count > 0) return ExitCode.Malformed;
            Do(() => SpecificationStage.Run(terminal, selection.Models, cancellation));
            Do(() => MirrorStage.Run(terminal, selection.Models, cancellation));
        }

        using (var files = new WorkloadFiles(null, null))
        {
            var plan = new WorkloadPlan
            {
                History = files.History,
                Database = files.Database,
                Checkpoints = files.Checkpoints,
                Seed = seed,
                Appends = Appends,
                Kills = Kills,
            };
            await DoAsync(() => WorkloadStage.RunAsync(terminal, plan, cancellation));
            if (_stages[^1].ExitCode == ExitCode.Success)
                Do(() => JudgementStage.Run(terminal, files, cancellation));
        }

        StageTable.Write(terminal, _stages);
        return _stages.Aggregate(ExitCode.Success, (code, stage) => ExitCode.Worst(code, stage.ExitCode));
    }

    private void Do(Func<Stage> run)
    {
        _clock.Restart();
        _stages.Add(run() with { Seconds = _clock.Elapsed.TotalSeconds });
    }

    private async Task DoAsync(Func<Task<Stage>> run)
    {
        _clock.Restart();
        _stages.Add(await run() with { Seconds = _clock.Elapsed.TotalSeconds });
    }
}
