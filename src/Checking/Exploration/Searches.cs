using Verified.Checking.Models;
using Verified.Tla.Evaluation;
using Verified.Tla.Packing;

namespace Verified.Checking.Exploration;

/// <summary>Chooses how a model is searched.</summary>
internal static class Searches
{
    // A layout that failed this often is no good guess.
    private const int MaxLayouts = 40;

    /// <summary>Runs a search to its end; calls <paramref name="tick"/> about every 200 ms.</summary>
    public static ISearch Run(
        Model model, CheckOptions options, EvaluationHost host, Action<string> print, Action<ISearch> tick,
        CancellationToken cancellation)
    {
        if (options.Engine != Engine.General && IsPackable(model, options)
            && RunPacked(model, options, host, tick, cancellation) is { } packed) return packed;
        var explorer = new Explorer(model, options, host, print, cancellation);
        explorer.Run(() => tick(explorer));
        return explorer;
    }

    // The rest asks for more than the states, or takes different ones for one.
    private static bool IsPackable(Model model, CheckOptions options) =>
        !model.Compiled.Variables.IsEmpty && model.Compiled.IsPackable && !model.Compiled.IsOrdered
        && IsIdentityPackable(model) && model.Compiled.Restrictions.IsEmpty && !options.Counts && !options.Continues && options.Depth == int.MaxValue;

    // A view of the least of symmetric states, and behaviours of states that are taken for one, need the values.
    private static bool IsIdentityPackable(Model model) => model.View is null
        ? model.Symmetry.IsEmpty || model.TemporalProperties.IsEmpty
        : model.Symmetry.IsEmpty && model.TemporalProperties.IsEmpty;

    private static PackedExplorer? RunPacked(
        Model model, CheckOptions options, EvaluationHost host, Action<ISearch> tick, CancellationToken cancellation)
    {
        StateSample? sample = null;
        DeepThreads.Run(model.Compiled, 1, _ => sample = StateSample.Of(model));
        if (sample!.States.Count == 0 || (sample.IsAll && options.Engine != Engine.Packed)) return null;
        var packed = PackedModel.Of(model.Compiled, sample.States);
        for (var i = 0; i < MaxLayouts; i++)
        {
            var explorer = new PackedExplorer(model, packed, options, host, cancellation);
            explorer.Run(() => tick(explorer));
            // A defect of this search is none of the model's: the other one decides.
            if (explorer.Found is Finding.Crash && options.Engine == Engine.Automatic) return null;
            if (explorer.Misfit is not { } misfit) return explorer;
            packed = packed.Without(misfit);
        }

        return null;
    }
}
