using System.Globalization;
using System.Runtime.CompilerServices;
using FsCheck;
using FsCheck.Fluent;
using Microsoft.FSharp.Collections;
using Microsoft.FSharp.Core;

namespace Verified.Tests.Property;

/// <summary>Checks a law on generated cases; says how to replay the one that breaks it.</summary>
/// <remarks>
/// Each run draws new cases. <c>VERIFIED_REPLAY=seed,gamma,size</c> in the environment draws again the case of a
/// failure, and only that law should be run with it: the message has the whole command. <c>VERIFIED_CASES=20</c> draws
/// twenty times as many.
/// </remarks>
internal static class Law
{
    /// <summary>How many cases a cheap law is checked on.</summary>
    public const int Cases = 10_000;

    private const string Variable = "VERIFIED_REPLAY";

    /// <summary>How many times more cases than usual are drawn.</summary>
    public static int Times { get; } =
        Environment.GetEnvironmentVariable("VERIFIED_CASES") is { } times ? int.Parse(times, CultureInfo.InvariantCulture) : 1;

    /// <summary>The law, a method that throws where it is broken, holds for every case.</summary>
    /// <param name="cases">Where cases come from.</param>
    /// <param name="law">Throws (an assertion) if the case breaks the law.</param>
    /// <param name="shrink">Simpler cases to try in place of a broken one.</param>
    /// <param name="count">How many cases to draw.</param>
    /// <param name="name">The test that states the law.</param>
    public static void Holds<T>(
        Gen<T> cases,
        Action<T> law,
        Func<T, IEnumerable<T>>? shrink = null,
        int count = Cases,
        [CallerMemberName] string name = "")
    {
        var arbitrary = shrink is null ? Arb.From(cases) : Arb.From(cases, shrink);
        var config = Config.Quick
            .WithMaxTest(count * Times)
            .WithQuietOnSuccess(true)
            .WithReplay(Replay())
            .WithRunner(new Runner(name));
        Check.One(config, Prop.ForAll(arbitrary, law));
    }

    /// <summary>Shorter sequences: without a half, then without one element.</summary>
    public static IEnumerable<T[]> Shorter<T>(T[] sequence)
    {
        if (sequence.Length > 3)
        {
            yield return sequence[..(sequence.Length / 2)];
            yield return sequence[(sequence.Length / 2)..];
        }

        for (var i = 0; i < sequence.Length; i++)
            yield return [.. sequence[..i], .. sequence[(i + 1)..]];
    }

    private static FSharpOption<Replay>? Replay()
    {
        if (Environment.GetEnvironmentVariable(Variable) is not { Length: > 0 } text)
            return null;
        var parts = text.Split(',');
        var seed = ulong.Parse(parts[0], CultureInfo.InvariantCulture);
        var gamma = ulong.Parse(parts[1], CultureInfo.InvariantCulture);
        var size = int.Parse(parts[2], CultureInfo.InvariantCulture);
        return FSharpOption<Replay>.Some(new Replay(new Rnd(seed, gamma), FSharpOption<int>.Some(size)));
    }

    private sealed class Runner(string name) : IRunner
    {
        public void OnStartFixture(Type t)
        {
        }

        public void OnArguments(
            int ntest, FSharpList<object> args, FSharpFunc<int, FSharpFunc<FSharpList<object>, string>> every)
        {
        }

        public void OnShrink(FSharpList<object> args, FSharpFunc<FSharpList<object>, string> everyShrink)
        {
        }

        public void OnFinished(string unused, TestResult result)
        {
            if (result is TestResult.Failed failed)
                Assert.Fail(Describe(failed));
            Assert.True(result.IsPassed, $"{name}: too few cases satisfied the premise.");
        }

        private string Describe(TestResult.Failed failed)
        {
            var seed = string.Create(
                CultureInfo.InvariantCulture, $"{failed.Item6.Seed},{failed.Item6.Gamma},{failed.Item7}");
            return $"""
                {name} is broken after {failed.Item1.NumberOfTests} cases and {failed.Item1.NumberOfShrinks} shrinks.
                Case: {Text(failed.Item3)}
                Drawn as: {Text(failed.Item2)}
                {(failed.Item4 as Outcome.Failed)?.Item}
                Replay: {Variable}={seed} dotnet test tests/Property --filter Name={name}
                """;
        }

        private static string Text(FSharpList<object> arguments) => string.Join("; ", arguments.Select(
            a => a is System.Collections.IEnumerable many and not string
                ? $"[{string.Join(", ", many.Cast<object>())}]"
                : a.ToString()));
    }
}
