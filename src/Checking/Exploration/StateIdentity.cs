using System.Collections.Immutable;
using Verified.Checking.Models;
using Verified.Tla.Evaluation;
using Verified.Tla.Packing;
using Verified.Tla.Values;

namespace Verified.Checking.Exploration;

/// <summary>Which states a search takes for one: equal ones, those of equal VIEW, those that SYMMETRY maps to each other.</summary>
/// <remarks>One for each thread. With a symmetry of n permutations, O(n × size of the state).</remarks>
internal sealed class StateIdentity(Model model, Evaluator evaluator, StateLayout? layout = null)
{
    private readonly ImmutableArray<Permutation> _symmetry = model.Symmetry;
    private readonly PermutedFingerprints _permuted = new(model.Symmetry);
    private readonly ulong[] _sums = new ulong[model.Symmetry.Length];

    /// <summary>64 bits, never 0 (but for a state that cannot be packed): equal for the states that are taken for one.</summary>
    /// <exception cref="EvaluationException">The view has no value.</exception>
    public ulong Of(ReadOnlySpan<Value> state)
    {
        if (layout is not null) return layout.FingerprintOf(state);
        if (model.View is { } view)
            return StateFingerprint.OfView(evaluator.Evaluate(view, Representative(state)));
        return _symmetry.IsEmpty ? StateFingerprint.Of(state) : StateFingerprint.Least(state, _permuted, _sums);
    }

    // The least of the states that symmetry takes for one, variable by variable in TLC's order: the view shows that one.
    private Value[] Representative(ReadOnlySpan<Value> state)
    {
        var least = state.ToArray();
        var image = new Value[least.Length];
        foreach (var permutation in _symmetry)
            if (IsLess(permutation, state, image, least))
                (least, image) = (image, least);
        return least;
    }

    private static bool IsLess(Permutation permutation, ReadOnlySpan<Value> state, Value[] image, Value[] than)
    {
        var order = 0;
        for (var i = 0; i < image.Length && order <= 0; i++)
        {
            image[i] = permutation.Apply(state[i]).Canonical();
            if (order == 0) order = image[i].CompareTo(than[i]);
        }

        return order < 0;
    }
}
