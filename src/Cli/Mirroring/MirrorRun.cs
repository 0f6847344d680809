using Verified.Checking.Models;
using Verified.Mirror;

namespace Verified.Cli;

/// <summary>Runs <c>verified mirror</c>: the mirror of each module, under each model of the manifest that has one.</summary>
internal sealed class MirrorRun(Terminal terminal, IReadOnlyList<string> modules, bool large)
{
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

    /// <summary>Compares under every model, each graph once: what is equal from end to end is so for every model that
    /// shares it.</summary>
    /// <returns>In the order of the models the result, or why the model cannot be loaded.</returns>
    /// <exception cref="OperationCanceledException">The comparison was cancelled.</exception>
    public List<(MirrorResult? Result, ModelLoad Load)> Compare(
        IReadOnlyList<SelectedModel> models, CancellationToken cancellation)
    {
        var loaded = ModelPool.Map(models, "loading models", terminal, model =>
            (Model: model, Load: ModelLoader.Load(model.ModulePath, model.ConfigPath)), cancellation);
        var graphs = loaded.Where(l => l.Load.Model is not null)
            .GroupBy(l => GraphIdentity.Of(l.Model.Expected!.Mirrors!, l.Load.Model!)).Select(g => g.ToList()).ToList();
        var whole = Compare([.. graphs.Select(g => g[0])], cancellation);
        var shared = graphs.Zip(whole).Where(g => IsWhole(g.Second))
            .SelectMany(g => g.First.Skip(1).Select(l => (l.Model, g.Second)))
            .ToDictionary(s => s.Model, s => s.Second with { Model = s.Model.Name, SameAs = s.Second.Model, Seconds = 0 });
        List<(SelectedModel Model, ModelLoad Load)> others = [.. graphs.SelectMany(g => g.Skip(1))
            .Where(l => !shared.ContainsKey(l.Model))];
        var results = graphs.Select(g => g[0].Model).Zip(whole)
            .Concat(others.Select(l => l.Model).Zip(Compare(others, cancellation)))
            .Concat(shared.Select(s => (s.Key, s.Value)))
            .ToDictionary(r => r.Item1, r => r.Item2);
        return [.. loaded.Select(l => (results.GetValueOrDefault(l.Model), l.Load))];
    }

    private MirrorResult[] Compare(List<(SelectedModel Model, ModelLoad Load)> models, CancellationToken cancellation) =>
        ModelPool.Map(models, "comparing mirrors", terminal, l => MirrorComparer.Compare(
            l.Model.Expected!.Mirrors!, l.Load.Model!, cancellation: cancellation), cancellation);

    private static bool IsWhole(MirrorResult result) => result is { IsEqual: true, ViolatedAt: null };

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

    private int CompareAll(List<SelectedModel> models, CancellationToken cancellation)
    {
        var width = models.Max(m => m.Name.Length);
        var code = ExitCode.Success;
        try
        {
            foreach (var (model, (result, load)) in models.Zip(Compare(models, cancellation)))
                code = ExitCode.Worst(code, result is null ? Refuse(load) : Write(model, result, width));
        }
        catch (OperationCanceledException) when (!terminal.Cancellation.IsCancellationRequested)
        {
            terminal.Output.WriteLine("undetermined: out of time");
            return ExitCode.Worst(code, ExitCode.Undetermined);
        }

        return code;
    }
}
