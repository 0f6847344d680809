namespace Verified.Cli;

/// <summary>Link 2: the C# mirrors take the same steps as the specifications.</summary>
internal static class MirrorStage
{
    public static Stage Run(Terminal terminal, List<SelectedModel> models, CancellationToken cancellation)
    {
        var mirrored = models.Where(m => m.Expected!.Mirrors is not null).ToList();
        var run = new MirrorRun(terminal, [], large: false);
        var (code, different, states, transitions) = (ExitCode.Success, 0, 0L, 0L);
        foreach (var model in mirrored)
        {
            var (result, load) = run.Compare(model, cancellation);
            if (result is { SameAs: null })
                (states, transitions) = (states + result.States, transitions + result.Transitions);
            if (result is { IsEqual: true }) continue;
            different++;
            code = ExitCode.Worst(code, result is null ? run.Refuse(load) : run.Write(model, result, model.Name.Length));
        }

        var names = mirrored.Select(m => m.Expected!.Mirrors).Distinct().ToList();
        return new Stage("mirrors", $"{string.Join(", ", names)} under {Texts.Count(mirrored.Count, "model")}",
            different == 0
                ? $"same state graph: {Texts.Count(states, "state")}, {Texts.Count(transitions, "transition")}"
                : $"the state graphs differ under {Texts.Count(different, "model")}", code, 0);
    }
}
