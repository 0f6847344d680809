namespace Verified.Tests;

/// <summary>What some tests need of the machine, and the right to skip them where it is missing.</summary>
internal static class Requirement
{
    /// <summary>The reason to skip; null where VERIFIED_REQUIRE names the requirement, so that its absence fails.</summary>
    public static string? Skip(string name, string? obstacle) =>
        (Environment.GetEnvironmentVariable("VERIFIED_REQUIRE") ?? "")
            .Split(',', StringSplitOptions.TrimEntries).Contains(name, StringComparer.Ordinal)
            ? null
            : obstacle;
}
