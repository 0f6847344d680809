using System.Buffers.Binary;
using System.Numerics;

namespace Verified.Oracle.History;

/// <summary>128 bits that stand for a name (a stream, an event id, a key) in the oracle's tables.</summary>
/// <remarks>
/// Names of up to 16 bytes are mapped one to one per length: every step of the mixing is a bijection. For longer
/// names two of 2³² names collide with probability below 2⁻⁶⁴, so equality of hashes is taken as
/// equality of names; deterministic in every process, on every machine.
/// </remarks>
public readonly record struct Hash128(ulong High, ulong Low)
{
    /// <summary>The hash of a name's UTF-8 bytes. O(length).</summary>
    public static Hash128 Of(ReadOnlySpan<byte> bytes)
    {
        unchecked
        {
            var a = 0x9E3779B97F4A7C15UL ^ (ulong)bytes.Length;
            var b = 0xC2B2AE3D27D4EB4FUL;
            while (bytes.Length > 16)
            {
                Absorb(ref a, ref b, bytes);
                bytes = bytes[16..];
            }

            Span<byte> last = stackalloc byte[16];
            bytes.CopyTo(last);
            Absorb(ref a, ref b, last);
            return new Hash128(a, b);
        }
    }

    private static void Absorb(ref ulong a, ref ulong b, ReadOnlySpan<byte> block)
    {
        unchecked
        {
            a ^= BinaryPrimitives.ReadUInt64LittleEndian(block);
            b ^= BinaryPrimitives.ReadUInt64LittleEndian(block[8..]);
            a *= 0xFF51AFD7ED558CCDUL;
            b ^= BitOperations.RotateLeft(a, 31);
            b *= 0xC4CEB9FE1A85EC53UL;
            a ^= BitOperations.RotateLeft(b, 29);
            a *= 0x94D049BB133111EBUL;
            b ^= BitOperations.RotateLeft(a, 33);
            b *= 0xBF58476D1CE4E5B9UL;
            a ^= BitOperations.RotateLeft(b, 32);
        }
    }
}
