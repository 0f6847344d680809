using Verified.Checking;
using Verified.Checking.Exploration;
using Verified.Checking.Traces;

namespace Verified.Cli;

/// <summary>Runs <c>verified check</c>: models one after another, each result told as it comes.</summary>
internal sealed class CheckRun(Terminal terminal, CheckRequest request)
{
    // Of a model that its manifest has simulated.
    private const long ManifestBehaviours = 1000;

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
        if (request.Replay is { } recorded)
            return Checker.Replay(model.ModulePath, model.ConfigPath, recorded, request.Libraries);
        using var progress = watcher is null ? null : new CheckProgressLine(model, watcher);
        var options = request.ToOptions();
        if (model.Expected is { Simulates: true } && options.Simulate == 0) options = options with { Simulate = ManifestBehaviours };
        return Checker.Check(
            model.ModulePath, model.ConfigPath, options, request.Libraries, progress, cancellation);
    }

    /// <summary>Writes the files that were asked for beside the result.</summary>
    private int Write(SelectedModel model, CheckResult result, CancellationToken cancellation)
    {
        try
        {
            if (request.Trace is { } trace && !result.Trace.IsEmpty)
            {
                using var file = File.Create(trace);
                TraceFile.Write(file, result, TraceFile.IsItf(trace));
            }

            return request.Dump is { } dump ? WriteGraph(model, dump, cancellation) : ExitCode.Success;
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            terminal.Error.WriteLine($"verified: {fault.Message.ReplaceLineEndings(" ")}");
            return ExitCode.Malformed;
        }
        catch (OperationCanceledException)
        {
            terminal.Error.WriteLine($"verified: {request.Dump} is not whole: the time is over");
            return ExitCode.Undetermined;
        }
    }

    private int WriteGraph(SelectedModel model, string path, CancellationToken cancellation)
    {
        using var output = new StreamWriter(path);
        var format = path.EndsWith(".dot", StringComparison.OrdinalIgnoreCase) ? GraphFormat.Dot : GraphFormat.Json;
        if (Checker.Dump(model.ModulePath, model.ConfigPath, output, format, request.Libraries, cancellation) is not { } problem)
            return ExitCode.Success;
        foreach (var diagnostic in problem.Diagnostics)
            terminal.Error.WriteLine(DiagnosticText.Render(diagnostic, problem.Sources));
        return problem.Verdict == Verdict.Unsupported ? ExitCode.Undetermined : ExitCode.Malformed;
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
            code = ExitCode.Worst(code, Write(model, result, cancellation));
            if (request.Json) report.WriteDiagnostics(result);
            else report.Write(model, result);
            if (code == ExitCode.Interrupted) break;
        }

        if (request.Json) Json.Write(terminal.Output, json => CheckJson.Write(json, results));
        else report.WriteSummary();
        return code;
    }
}
