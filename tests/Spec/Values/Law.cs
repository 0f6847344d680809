using System.Globalization;
using FsCheck;
using FsCheck.Fluent;

namespace Verified.Tests.Spec.Values;

/// <summary>Checks a law on random values. A failure prints the counterexample and its seed; VERIFIED_REPLAY=seed,gamma
/// before <c>dotnet test --filter</c> replays it; VERIFIED_CASES=20 draws twenty times as many.</summary>
internal static class Law
{
    /// <summary>How many times more cases than usual are drawn.</summary>
    public static int Times { get; } =
        Environment.GetEnvironmentVariable("VERIFIED_CASES") is { } times ? int.Parse(times, CultureInfo.InvariantCulture) : 1;

    public static void Holds<T>(Gen<T> values, Func<T, bool> law, int tests = 300) =>
        Holds(values, value => Assert.True(law(value), $"The law fails for {value}"), tests);

    public static void Holds<T>(Gen<T> values, Action<T> law, int tests = 300)
    {
        var config = Config.QuickThrowOnFailure.WithMaxTest(tests * Times);
        if (Environment.GetEnvironmentVariable("VERIFIED_REPLAY") is { } replay)
        {
            var parts = replay.Split(',');
            config = config.WithReplay(
                ulong.Parse(parts[0], CultureInfo.InvariantCulture),
                ulong.Parse(parts[1], CultureInfo.InvariantCulture));
        }

        Prop.ForAll(values.ToArbitrary(), law).Check(config);
    }
}
