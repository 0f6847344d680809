using Verified.Checking;
using Verified.Tla.Source;

namespace Verified.Cli;

/// <summary>Runs <c>verified check</c>: models one after another, each result told as it comes.</summary>
internal sealed class CheckRun(Terminal terminal, CheckRequest request)
{
    /// <summary>Checks; the exit code.</summary>
    public int Run()
    {
        using var specifications = request.Files.Count == 0 ? Specifications.Find() : null;
        var selection = ModelSelection.Of(request, specifications?.Manifest);
        foreach (var problem in selection.Problems)
            terminal.Error.WriteLine(DiagnosticText.Render(problem, []));
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(terminal.Cancellation);
        if (request.Timeout is { } timeout) limit.CancelAfter(timeout);
        var code = selection.Problems.Count == 0 ? ExitCode.Success : ExitCode.Malformed;
        return terminal.Cancellation.IsCancellationRequested
            ? ExitCode.Interrupted
            : ExitCode.Worst(code, CheckAll(selection.Models, limit.Token));
    }

    /// <summary>Whether a result is what was hoped for: the manifest's expectation, or that the model holds.</summary>
    public static int ExitCodeOf(SelectedModel model, CheckResult result) => model.Expected is { } expected
        ? expected.IsMetBy(result) ? ExitCode.Success : ExitCode.Violated
        : result.Verdict switch
        {
            Verdict.Holds => ExitCode.Success,
            Verdict.Violated or Verdict.Deadlock or Verdict.Assumption => ExitCode.Violated,
            Verdict.Undetermined or Verdict.Unsupported => ExitCode.Undetermined,
            _ => ExitCode.Malformed,
        };

    /// <summary>Checks one model, with progress if there is somebody to tell.</summary>
    public static CheckResult Check(
        SelectedModel model, CheckRequest request, Terminal? watcher, CancellationToken cancellation)
    {
        if (model.Expected is { Simulates: true })
            return Refused(model, "simulation is not supported yet");
        using var progress = watcher is null ? null : new CheckProgressLine(model, watcher);
        return Checker.Check(
            model.ModulePath, model.ConfigPath, request.ToOptions(), request.Libraries, progress, cancellation);
    }

    private int CheckAll(List<SelectedModel> models, CancellationToken cancellation)
    {
        var report = new CheckReport(terminal, request, models);
        var results = new List<CheckResult>();
        var code = ExitCode.Success;
        foreach (var model in models)
        {
            var result = Check(model, request, terminal, cancellation);
            if (terminal.Cancellation.IsCancellationRequested) code = ExitCode.Interrupted;
            else code = ExitCode.Worst(code, ExitCodeOf(model, result));
            results.Add(result);
            if (request.Json) report.WriteDiagnostics(result);
            else report.Write(model, result);
            if (code == ExitCode.Interrupted) break;
        }

        if (request.Json) Json.Write(terminal.Output, json => CheckJson.Write(json, results));
        else report.WriteSummary();
        return code;
    }

    private static CheckResult Refused(SelectedModel model, string why) => new()
    {
        Model = Path.GetFileName(model.ConfigPath),
        Module = Path.GetFileName(model.ModulePath),
        Verdict = Verdict.Unsupported,
        Diagnostics = [new Diagnostic("VCL0103", new Location(model.ConfigPath, 0, 0), why, Unsupported: true)],
    };
}
