using System.Runtime.CompilerServices;

namespace Verified.Tla.Packing;

/// <summary>The fingerprint of a packed state: a sum over its words, so that a step costs only what it changes.</summary>
public static class PackedHash
{
    /// <summary>What a word adds to the sum.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static ulong Of(int index, int word)
    {
        unchecked
        {
            return Mix(((ulong)(uint)word | ((ulong)(uint)(index + 1) << 32)) * 0x9E3779B97F4A7C15UL);
        }
    }

    /// <summary>The sum of a whole state.</summary>
    public static ulong Sum(ReadOnlySpan<int> state)
    {
        ulong sum = 0;
        for (var i = 0; i < state.Length; i++) sum = unchecked(sum + Of(i, state[i]));
        return sum;
    }

    /// <summary>The fingerprint for a sum. Never 0.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static ulong Finish(ulong sum)
    {
        var mixed = Mix(sum);
        return mixed != 0 ? mixed : 1;
    }

    // The finaliser of SplitMix64 (Steele, Lea, Flood 2014).
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
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
