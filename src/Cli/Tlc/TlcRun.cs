namespace Verified.Cli;

/// <summary>Runs <c>verified tlc</c>: each model by the built-in checker and by TLC, one after another.</summary>
/// <param name="terminal">Where the table goes.</param>
/// <param name="request">Which models, how many threads, how long.</param>
/// <param name="jar">The jar that the command line names, or null.</param>
/// <param name="environment">Reads a variable of the environment.</param>
internal sealed class TlcRun(
    Terminal terminal, CheckRequest request, string? jar, Func<string, string?> environment)
{
    /// <summary>Compares; the exit code.</summary>
    public async Task<int> RunAsync()
    {
        var (tool, missing) = TlcTool.Find(jar, environment);
        if (tool is null)
        {
            terminal.Error.WriteLine($"verified: {missing}.");
            return ExitCode.Usage;
        }

        using var specifications = request.Files.Count == 0 ? Specifications.Find() : null;
        var selection = ModelSelection.Of(request, specifications?.Manifest);
        foreach (var problem in selection.Problems)
            terminal.Error.WriteLine(DiagnosticText.Render(problem, []));
        if (selection.Problems.Count > 0) return ExitCode.Malformed;
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(terminal.Cancellation);
        if (request.Timeout is { } timeout) limit.CancelAfter(timeout);
        return await CompareAllAsync(tool, selection.Models, limit.Token);
    }

    private async Task<int> CompareAllAsync(
        TlcTool tool, List<SelectedModel> models, CancellationToken cancellation)
    {
        var report = new TlcReport(terminal, models);
        var comparisons = new List<TlcComparison>();
        if (!request.Json) report.WriteHeading();
        foreach (var model in models)
        {
            var comparison = await CompareAsync(tool, model, cancellation);
            comparisons.Add(comparison);
            if (!request.Json) report.Write(comparison);
            if (cancellation.IsCancellationRequested) break;
        }

        terminal.Cancellation.ThrowIfCancellationRequested();
        var left = models.Count - comparisons.Count;
        if (request.Json) Json.Write(terminal.Output, json => TlcReport.Write(json, comparisons));
        else report.WriteSummary(comparisons, left);
        return comparisons.Select(c => c.ExitCode)
            .Aggregate(left == 0 ? ExitCode.Success : ExitCode.Undetermined, ExitCode.Worst);
    }

    private async Task<TlcComparison> CompareAsync(
        TlcTool tool, SelectedModel model, CancellationToken cancellation)
    {
        var ours = CheckRun.Check(model, request, terminal, cancellation);
        using var line = new StatusLine(terminal);
        line.Show($"{model.Name}: TLC");
        try
        {
            return new TlcComparison(
                model, ours, await TlcProcess.RunAsync(tool, model, request.Workers, cancellation));
        }
        catch (OperationCanceledException)
        {
            return new TlcComparison(model, ours, TlcResult.Undetermined("stopped before the end: cancelled or out of time"));
        }
    }
}
