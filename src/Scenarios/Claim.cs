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
}
