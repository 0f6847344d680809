using System.Globalization;
using FsCheck;
using FsCheck.Fluent;

namespace Verified.Tests.Conformance.Rules;

/// <summary>Checks laws of the oracle for many simulations, each of which follows from its seed.</summary>
internal static class Laws
{
    public const int Cases = 10_000;

    /// <summary>Whether all cases run, and not only the seed in VERIFIED_SEED.</summary>
    public static bool IsWhole => Environment.GetEnvironmentVariable("VERIFIED_SEED") is not { Length: > 0 };

    /// <summary>Checks a law for many seeds, or for the one in VERIFIED_SEED; null is no failure.</summary>
    public static void ForAllSeeds(string laws, Func<int, string?> failure, int cases = Cases)
    {
        if (!IsWhole)
        {
            var one = Environment.GetEnvironmentVariable("VERIFIED_SEED")!;
            Assert.Null(failure(int.Parse(one, CultureInfo.InvariantCulture)));
            return;
        }

        Prop.ForAll(Gen.Choose(0, int.MaxValue - 1).ToArbitrary(), seed =>
        {
            if (failure(seed) is { } why)
                Assert.Fail($"{why}\nreplay: VERIFIED_SEED={seed} dotnet test tests/Conformance --filter {laws}");
        }).Check(Config.QuickThrowOnFailure.WithMaxTest(cases));
    }
}
