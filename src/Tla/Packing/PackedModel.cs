using System.Collections.Concurrent;
using Verified.Tla.Evaluation;
using Verified.Tla.Values;

namespace Verified.Tla.Packing;

/// <summary>A model whose states are packed: what all evaluators of it share. Safe for several threads.</summary>
public sealed class PackedModel
{
    private readonly Dictionary<string, int> _misfits;

    private PackedModel(CompiledModel model, IReadOnlyList<Value[]> sample, Dictionary<string, int> misfits)
    {
        (Model, Sample, _misfits) = (model, sample, misfits);
        Layout = StateLayout.Of(model.Variables, sample, misfits);
        SampleWords = new int[3 * Layout.Width];
        Layout.Encode(sample[0], SampleWords);
    }

    public CompiledModel Model { get; }

    public StateLayout Layout { get; }

    internal IReadOnlyList<Value[]> Sample { get; }

    internal int[] SampleWords { get; }

    internal ConcurrentDictionary<string, SharedMask> Masks { get; } = new();

    /// <summary>A layout for states like those of a sample, of one state at least.</summary>
    public static PackedModel Of(CompiledModel model, IReadOnlyList<Value[]> sample) => new(model, sample, []);

    /// <summary>The model with another layout, after <paramref name="misfit"/> did not fit into this one.</summary>
    public PackedModel Without(MisfitException misfit)
    {
        var misfits = new Dictionary<string, int>(_misfits);
        misfits[misfit.Path] = misfits.GetValueOrDefault(misfit.Path) + 1;
        return new PackedModel(Model, Sample, misfits);
    }
}
