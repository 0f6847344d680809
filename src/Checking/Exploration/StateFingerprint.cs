using Verified.Tla.Values;

namespace Verified.Checking.Exploration;

/// <summary>64 bits for a state: the values' own fingerprints, each mixed with its variable's place.</summary>
internal static class StateFingerprint
{
    /// <summary>Never 0, which the tables use for "empty".</summary>
    public static ulong Of(ReadOnlySpan<Value> state)
    {
        ulong sum = 0;
        for (var i = 0; i < state.Length; i++) sum = unchecked(sum + At(i, state[i].Fingerprint));
        return NotZero(Mix(sum));
    }

    /// <summary>The least of the fingerprints that the state has under each permutation, and of its own.</summary>
    public static ulong Least(ReadOnlySpan<Value> state, PermutedFingerprints permuted, Span<ulong> sums)
    {
        sums.Clear();
        for (var i = 0; i < state.Length; i++)
        {
            var parts = permuted.Of(state[i]);
            for (var p = 0; p < sums.Length; p++) sums[p] = unchecked(sums[p] + At(i, parts[p]));
        }

        var least = Of(state);
        foreach (var sum in sums) least = Math.Min(least, NotZero(Mix(sum)));
        return least;
    }

    /// <summary>The fingerprint of what a view shows of a state.</summary>
    public static ulong OfView(Value view) => NotZero(view.Fingerprint);

    private static ulong At(int variable, ulong value) =>
        unchecked(Mix(value + ((ulong)(variable + 1) * 0x9E3779B97F4A7C15UL)));

    private static ulong NotZero(ulong fingerprint) => fingerprint != 0 ? fingerprint : 1;

    // The finaliser of SplitMix64 (Steele, Lea, Flood 2014): a bijection that spreads every bit.
    private static ulong Mix(ulong x)
    {
        unchecked
        {
            x = (x ^ (x >> 30)) * 0xBF58476D1CE4E5B9UL;
            x = (x ^ (x >> 27)) * 0x94D049BB133111EBUL;
            return x ^ (x >> 31);
        }
    }
}
