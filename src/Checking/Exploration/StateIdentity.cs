using System.Collections.Immutable;
using Verified.Checking.Models;
using Verified.Tla.Evaluation;
using Verified.Tla.Packing;
using Verified.Tla.Values;

namespace Verified.Checking.Exploration;

/// <summary>Which states a search takes for one: equal ones, those of equal VIEW, those that SYMMETRY maps to each other.</summary>
/// <remarks>One for each thread. With a symmetry of n permutations, O(n × size of the state).</remarks>
internal sealed class StateIdentity(Model model, Evaluator evaluator, PackedModel? packed = null)
{
    private readonly ImmutableArray<Permutation> _symmetry = model.Symmetry;
    private readonly PermutedFingerprints _permuted = new(model.Symmetry);
    private readonly Lazy<PackedStates> _packed = new(() => new PackedStates(model, packed!, evaluator.Host));
    private readonly ulong[] _sums = new ulong[model.Symmetry.Length];

    /// <summary>64 bits, never 0 (but for a state that cannot be packed): equal for the states that are taken for one.</summary>
    /// <exception cref="EvaluationException">The view has no value.</exception>
    public ulong Of(ReadOnlySpan<Value> state)
    {
        if (packed is not null) return _packed.Value.IdentityOf(state);
        if (model.View is { } view)
            return StateFingerprint.OfView(evaluator.Evaluate(view, Representative(state)));
        return _symmetry.IsEmpty ? StateFingerprint.Of(state) : StateFingerprint.Least(state, _permuted, _sums);
    }

    /// <summary>Packs states to ask for their identity.</summary>
    private sealed class PackedStates
    {
        private readonly StateLayout _layout;
        private readonly PackedEvaluator _evaluator;
        private readonly PackedIdentity _identity;

        public PackedStates(Model model, PackedModel packed, EvaluationHost host)
        {
            _layout = packed.Layout;
            _evaluator = new PackedEvaluator(packed, host);
            _identity = _evaluator.Identity(model.View, model.Symmetry);
        }

        public ulong IdentityOf(ReadOnlySpan<Value> state)
        {
            try
            {
                var words = _evaluator.Buffer.AsSpan(0, _layout.Width);
                _layout.Encode(state, words);
                return _identity.Enter(PackedHash.Sum(words));
            }
            catch (MisfitException)
            {
                return 0;
            }
        }
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
