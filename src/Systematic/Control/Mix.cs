namespace Verified.Systematic;

/// <summary>Mixes 64-bit words, so that neighbouring seeds share nothing.</summary>
/// <remarks>Source: Steele, Lea, Flood, "Fast Splittable Pseudorandom Number Generators", OOPSLA 2014.</remarks>
internal static class Mix
{
    private const ulong Gamma = 0x9E3779B97F4A7C15;

    public static ulong Of(ulong word)
    {
        unchecked
        {
            word = (word ^ (word >> 30)) * 0xBF58476D1CE4E5B9;
            word = (word ^ (word >> 27)) * 0x94D049BB133111EB;
            return word ^ (word >> 31);
        }
    }

    /// <summary>Of an ordered pair.</summary>
    public static ulong Of(ulong one, ulong other)
    {
        unchecked
        {
            return Of(Of(one + Gamma) + (other * Gamma) + 1);
        }
    }

    /// <summary>The same for the same text in every process.</summary>
    public static ulong Of(string text)
    {
        var hash = (ulong)text.Length;
        foreach (var c in text)
            hash = Of(hash, c);
        return hash;
    }
}
