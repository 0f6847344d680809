using Verified.Checking;

namespace Verified.Cli;

/// <summary>Link 1: the design holds, and its broken variants do not.</summary>
internal static class SpecificationStage
{
    public static Stage Run(Terminal terminal, List<SelectedModel> models, CancellationToken cancellation)
    {
        var request = new CheckRequest();
        var report = new CheckReport(terminal, request, models);
        var (code, unexpected, distinct) = (ExitCode.Success, 0, 0L);
        // Many small models: a thread for each is faster than several threads for one after another.
        var results = ModelPool.Map(models, "checking specifications", terminal, model =>
            CheckRun.Check(model, request with { Workers = 1 }, null, cancellation), cancellation);
        cancellation.ThrowIfCancellationRequested();
        foreach (var (model, result) in models.Zip(results))
        {
            var own = CheckRun.ExitCodeOf(model, result);
            code = ExitCode.Worst(code, own);
            if (result.Verdict == Verdict.Holds) distinct += result.Distinct;
            if (own == ExitCode.Success) continue;
            unexpected++;
            report.Write(model, result);
        }

        return new Stage("specifications", Texts.Count(models.Count, "TLA+ model"), unexpected == 0
            ? $"each gives its expected result; {Texts.Count(distinct, "distinct state")} where it holds"
            : $"{unexpected} give another result than expected", code, 0);
    }
}
