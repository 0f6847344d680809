namespace Verified.Scenarios;

/// <summary>Says what a scenario promises, and throws where it is broken.</summary>
internal static class Claim
{
    /// <exception cref="BrokenClaimException">They differ.</exception>
    public static void Equal<T>(T expected, T actual, string what)
    {
        if (!EqualityComparer<T>.Default.Equals(expected, actual))
            throw new BrokenClaimException($"{what}: expected {expected}, was {actual}");
    }

    /// <exception cref="BrokenClaimException">It does not hold.</exception>
    public static void Holds(bool holds, string claim)
    {
        if (!holds)
            throw new BrokenClaimException(claim);
    }

    /// <exception cref="BrokenClaimException">They differ in an element, or in length.</exception>
    public static void Sequence<T>(IEnumerable<T> expected, IEnumerable<T> actual, string what)
    {
        if (!expected.SequenceEqual(actual))
            throw new BrokenClaimException(
                $"{what}: expected [{string.Join(", ", expected)}], was [{string.Join(", ", actual)}]");
    }
}
