using Verified.Tla.Values;

namespace Verified.Checking.Exploration;

/// <summary>64 bits for a state: the values' own fingerprints, each mixed with its variable's place.</summary>
internal static class StateFingerprint
{
    /// <summary>Never 0, which the tables use for "empty".</summary>
    public static ulong Of(ReadOnlySpan<Value> state)
    {
        unchecked
        {
            ulong sum = 0;
            for (var i = 0; i < state.Length; i++)
                sum += Mix(state[i].Fingerprint + ((ulong)(i + 1) * 0x9E3779B97F4A7C15UL));
            var mixed = Mix(sum);
            return mixed != 0 ? mixed : 1;
        }
    }

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
