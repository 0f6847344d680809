using System.Diagnostics;
using System.Globalization;

namespace Verified.Benchmarks;

/// <summary>What an append on SQLite costs beside loops written by hand, both in turns in one process.</summary>
/// <remarks><c>dotnet run -c Release --project benchmarks -- sqlite [ROUNDS]</c>. The bodies are those of
/// <see cref="SqliteAppendBenchmarks"/>.</remarks>
internal static class SqliteRatios
{
    private const int DefaultRounds = 11;

    public static async Task PrintAsync(string[] arguments)
    {
        var rounds = arguments.Length == 0 ? DefaultRounds : int.Parse(arguments[0], CultureInfo.InvariantCulture);
        await using var bodies = new SqliteAppendBenchmarks();
        await bodies.SetupAsync();
        await PrintAsync("16 writers, batches of 16", () => Task.Run(bodies.HandWrittenBatches), bodies.SixteenWriters, rounds);
        await PrintAsync("1 writer, one at a time", () => Task.Run(bodies.HandWrittenSingles), bodies.OneWriter, rounds);
    }

    private static async Task PrintAsync(string name, Func<Task> byHand, Func<Task> store, int rounds)
    {
        var ratios = new List<double>();
        var costs = new List<double>();
        for (var i = 0; i <= rounds; i++) // the first to warm up
        {
            var (hand, own) = (await MeasureAsync(byHand), await MeasureAsync(store));
            if (i == 0)
                continue;
            ratios.Add(own / hand);
            costs.Add(own);
        }

        Console.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"{name,-26} {costs.Order().ElementAt(rounds / 2),7:N1} µs an event, {ratios.Order().ElementAt(rounds / 2),5:N2} times the loop by hand"));
    }

    private static async Task<double> MeasureAsync(Func<Task> body)
    {
        var began = Stopwatch.GetTimestamp();
        await body();
        return Stopwatch.GetElapsedTime(began).TotalMicroseconds / SqliteAppendBenchmarks.Events;
    }
}
