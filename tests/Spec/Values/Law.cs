using FsCheck;
using FsCheck.Fluent;

namespace Verified.Tests.Spec.Values;

/// <summary>Checks a law on random values. A failure prints the counterexample and its seed; VERIFIED_REPLAY=seed,gamma
/// before <c>dotnet test --filter</c> replays it.</summary>
internal static class Law
{
    public static void Holds<T>(Gen<T> values, Func<T, bool> law, int tests = 300) =>
        Holds(values, value => Assert.True(law(value), $"The law fails for {value}"), tests);

    public static void Holds<T>(Gen<T> values, Action<T> law, int tests = 300)
    {
        var config = Config.QuickThrowOnFailure.WithMaxTest(tests);
        if (Environment.GetEnvironmentVariable("VERIFIED_REPLAY") is { } replay)
        {
            var parts = replay.Split(',');
            config = config.WithReplay(
                ulong.Parse(parts[0], System.Globalization.CultureInfo.InvariantCulture),
                ulong.Parse(parts[1], System.Globalization.CultureInfo.InvariantCulture));
        }

        Prop.ForAll(values.ToArbitrary(), law).Check(config);
    }
}
