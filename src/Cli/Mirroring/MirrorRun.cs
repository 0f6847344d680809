using Verified.Checking.Models;
using Verified.Mirror;

namespace Verified.Cli;

/// <summary>Runs <c>verified mirror</c>: the mirror of each module, under each model of the manifest that has one.</summary>
internal sealed class MirrorRun(Terminal terminal, IReadOnlyList<string> modules, bool large)
{
    private readonly WholeGraphs _wholeGraphs = new();

    /// <summary>Compares; the exit code.</summary>
    public int Run(TimeSpan? timeout)
    {
        using var specifications = Specifications.Find();
        var request = new CheckRequest { Large = large };
        var selection = ModelSelection.Of(request, specifications.Manifest);
        foreach (var problem in selection.Problems)
            terminal.Error.WriteLine(DiagnosticText.Render(problem, []));
        if (selection.Problems.Count > 0) return ExitCode.Malformed;
        var models = selection.Models.Where(m => m.Expected?.Mirrors is { } mirrored
            && (modules.Count == 0 || modules.Contains(mirrored))).ToList();
        if (modules.FirstOrDefault(name => models.All(m => m.Expected!.Mirrors != name)) is { } missing)
        {
            terminal.Error.WriteLine($"verified: no model of the manifest has a mirror of '{missing}'.");
            return ExitCode.Usage;
        }

        using var limit = CancellationTokenSource.CreateLinkedTokenSource(terminal.Cancellation);
        if (timeout is { } time) limit.CancelAfter(time);
        return CompareAll(models, limit.Token);
    }

    /// <summary>Compares under one model, with progress.</summary>
    /// <returns>The result, or why the model cannot be loaded.</returns>
    /// <exception cref="OperationCanceledException">The comparison was cancelled.</exception>
    public (MirrorResult? Result, ModelLoad Load) Compare(SelectedModel model, CancellationToken cancellation)
    {
        using var line = new StatusLine(terminal);
        var load = ModelLoader.Load(model.ModulePath, model.ConfigPath);
        if (load.Model is null) return (null, load);
        var module = model.Expected!.Mirrors!;
        if (_wholeGraphs.Find(module, load.Model) is { } known)
            return (known with { Model = model.Name, SameAs = known.Model, Seconds = 0 }, load);
        var result = MirrorComparer.Compare(
            module, load.Model, progress: new Shown(line, model), cancellation: cancellation);
        _wholeGraphs.Add(module, load.Model, result);
        return (result, load);
    }

    /// <summary>Writes one result; its exit code.</summary>
    public int Write(SelectedModel model, MirrorResult result, int width)
    {
        terminal.Output.WriteLine(
            $"{(result.IsEqual ? "ok  " : "FAIL")}  {result.Module.PadRight(12)}  {model.Name.PadRight(width)}  "
            + $"{Texts.Count(result.States),9} states  {Texts.Count(result.Transitions),11} transitions  "
            + (result.SameAs is { } same ? $"the graph of {same}" : $"{Texts.Seconds(result.Seconds),7}"));
        if (result.Difference is not { } difference) return ExitCode.Success;
        foreach (var line in difference.ToString().Split('\n'))
            terminal.Output.WriteLine("      " + line.TrimEnd());
        return ExitCode.Violated;
    }

    /// <summary>Writes why a model cannot be loaded; the exit code of that.</summary>
    public int Refuse(ModelLoad load)
    {
        foreach (var diagnostic in load.Diagnostics)
            terminal.Error.WriteLine(DiagnosticText.Render(diagnostic, load.Sources));
        return load.Diagnostics.All(d => d.Unsupported) ? ExitCode.Undetermined : ExitCode.Malformed;
    }

    private sealed class Shown(StatusLine line, SelectedModel model) : IProgress<long>
    {
        public void Report(long value) => line.Show($"mirror under {model.Name}: {Texts.Count(value, "state")}");
    }

    private int CompareAll(List<SelectedModel> models, CancellationToken cancellation)
    {
        var width = models.Max(m => m.Name.Length);
        var code = ExitCode.Success;
        foreach (var model in models)
            try
            {
                var (result, load) = Compare(model, cancellation);
                code = ExitCode.Worst(code, result is null ? Refuse(load) : Write(model, result, width));
            }
            catch (OperationCanceledException) when (!terminal.Cancellation.IsCancellationRequested)
            {
                terminal.Output.WriteLine($"{model.Name}: undetermined: out of time");
                return ExitCode.Worst(code, ExitCode.Undetermined);
            }

        return code;
    }
}
