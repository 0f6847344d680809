using System.Buffers.Binary;
using System.Runtime.InteropServices;

namespace Verified.Tla.Values;

/// <summary>The arithmetic of fingerprints. Sets and functions add the mixed fingerprints of their parts, so that the
/// sum does not depend on an order and one changed part can be exchanged in it.</summary>
/// <remarks>Source: the finalizer of SplitMix64 (Steele, Lea, Flood 2014), the folded 128-bit product of wyhash.</remarks>
internal static class Mixing
{
    private const ulong Golden = 0x9E3779B97F4A7C15;
    private const ulong First = 0xA0761D6478BD642F;
    private const ulong Second = 0xE7037ED1A0B428DB;

    /// <summary>Tells the kinds of values apart.</summary>
    internal enum Seed : ulong
    {
        Bool = 0x2D358DCCAA6C78A5,
        Int = 0x8BB84B93962EACC9,
        BigInt = 0x4B33A62ED433D4A3,
        String = 0x4D5A2DA51DE1AA47,
        Model = 0x589965CC75374CC3,
        Set = 0x1D8E4E27C47D124F,
        Function = 0xEB44ACCAB455D165,
        Infinite = 0x72B2C7A3A1C9D15B,
    }

    internal static ulong Mix(ulong x)
    {
        unchecked
        {
            x = (x ^ (x >> 30)) * 0xBF58476D1CE4E5B9;
            x = (x ^ (x >> 27)) * 0x94D049BB133111EB;
            return x ^ (x >> 31);
        }
    }

    internal static ulong Of(Seed seed, ulong bits) => unchecked(Mix((bits * Golden) + (ulong)seed));

    /// <summary>One argument and its result; not symmetric.</summary>
    internal static ulong Pair(ulong argument, ulong result)
    {
        unchecked
        {
            var high = Math.BigMul(argument ^ First, result ^ Second, out var low);
            return Mix((high ^ low) + (argument * Golden));
        }
    }

    /// <summary>One element of a set.</summary>
    internal static ulong Element(ulong element) => unchecked(Mix((element ^ First) + Golden));

    /// <summary>The whole of <paramref name="count"/> parts that sum to <paramref name="sum"/>.</summary>
    internal static ulong Whole(Seed seed, ulong count, ulong sum) =>
        unchecked(Mix(sum + (ulong)seed + Mix(count + Golden)));

    internal static ulong Text(Seed seed, string text) =>
        Bytes(seed, MemoryMarshal.AsBytes(text.AsSpan()));

    internal static ulong Bytes(Seed seed, ReadOnlySpan<byte> bytes)
    {
        var state = Of(seed, (ulong)bytes.Length);
        while (bytes.Length >= sizeof(ulong))
        {
            state = Pair(state, BinaryPrimitives.ReadUInt64LittleEndian(bytes));
            bytes = bytes[sizeof(ulong)..];
        }

        ulong rest = 0;
        for (var i = 0; i < bytes.Length; i++) rest |= (ulong)bytes[i] << (8 * i);
        return Pair(state, rest);
    }
}
