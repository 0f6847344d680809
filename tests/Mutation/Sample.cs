using System.Globalization;
using Xunit.Abstractions;

namespace Verified.Tests.Mutation;

/// <summary>A few mutants, drawn anew on each run; VERIFIED_REPLAY=seed draws the same again.</summary>
internal sealed class Sample
{
    private const int Size = 24;
    private readonly Random _random;

    private Sample(int seed) => _random = new Random(seed);

    /// <summary>Modules whose models are judged in moments.</summary>
    public static IReadOnlyCollection<string> SmallModules { get; } = ["BoundedQueue", "EventLog", "Saga", "Subscription"];

    /// <summary>A sample whose seed is printed.</summary>
    public static Sample Draw(ITestOutputHelper output)
    {
        var seed = Environment.GetEnvironmentVariable("VERIFIED_REPLAY") is { Length: > 0 } replay
            ? int.Parse(replay, CultureInfo.InvariantCulture)
            : Random.Shared.Next();
        output.WriteLine($"replay: VERIFIED_REPLAY={seed.ToString(CultureInfo.InvariantCulture)}");
        return new Sample(seed);
    }

    /// <summary>Some of the mutants that are not listed as equivalent.</summary>
    public List<T> Of<T>(IEnumerable<T> mutants, Func<T, MutantKey> key)
    {
        var all = mutants.Where(m => !EquivalentMutants.Listed.Contains(key(m))).ToArray();
        _random.Shuffle(all);
        return [.. all.Take(Size)];
    }
}
