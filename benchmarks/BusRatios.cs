using System.Diagnostics;
using System.Globalization;

namespace Verified.Benchmarks;

/// <summary>What the bus costs beside a bare channel: both bodies in turns in one process, so that a busy machine slows
/// both, and the median of the ratios of neighbours.</summary>
/// <remarks><c>dotnet run -c Release --project benchmarks -- bus [ROUNDS]</c>. The bodies are those of
/// <see cref="EventBusBenchmarks"/>.</remarks>
internal static class BusRatios
{
    // The bus is more code than a channel, and is compiled for the last time only when all of it has run for a while.
    private const int WarmUpRounds = 2000;
    private const int DefaultRounds = 1000;

    public static async Task PrintAsync(string[] arguments)
    {
        var rounds = arguments.Length == 0 ? DefaultRounds : int.Parse(arguments[0], CultureInfo.InvariantCulture);
        Console.WriteLine("body        permits  channel ns    bus ns   ratio  with open and close  channel B    bus B");
        foreach (var permits in (int[])[1, 4])
        {
            var bodies = new EventBusBenchmarks { MaxPermits = permits };
            await PrintAsync("round trip", bodies, bodies.ChannelRoundTrip, bodies.BusRoundTrip, rounds);
            await PrintAsync("stream", bodies, bodies.ChannelStream, bodies.BusStream, rounds);
        }
    }

    private static async Task PrintAsync(
        string name, EventBusBenchmarks bodies, Func<Task> channel, Func<Task> bus, int rounds)
    {
        var costs = new List<(Cost Channel, Cost Bus)>(rounds);
        for (var i = 0; i < WarmUpRounds + rounds; i++)
        {
            var pair = (await MeasureAsync(bodies, channel), await MeasureAsync(bodies, bus));
            if (i >= WarmUpRounds)
                costs.Add(pair);
        }

        Console.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"{name,-11} {bodies.MaxPermits,7} {Median(costs, c => c.Channel.Published),11:N0} {Median(costs, c => c.Bus.Published),9:N0} {Median(costs, c => c.Bus.Published / c.Channel.Published),7:N2} {Median(costs, c => c.Bus.Whole / c.Channel.Whole),20:N2} {Median(costs, c => c.Channel.Bytes),10:N0} {Median(costs, c => c.Bus.Bytes),8:N0}"));
    }

    private static async Task<Cost> MeasureAsync(EventBusBenchmarks bodies, Func<Task> body)
    {
        var (bytes, began) = (GC.GetTotalAllocatedBytes(precise: true), Stopwatch.GetTimestamp());
        await body();
        var whole = Stopwatch.GetElapsedTime(began).TotalNanoseconds;
        return new Cost(
            bodies.Published.TotalNanoseconds / EventBusBenchmarks.Events,
            whole / EventBusBenchmarks.Events,
            (double)(GC.GetTotalAllocatedBytes(precise: true) - bytes) / EventBusBenchmarks.Events);
    }

    private static double Median(List<(Cost Channel, Cost Bus)> costs, Func<(Cost Channel, Cost Bus), double> part) =>
        costs.Select(part).Order().ElementAt(costs.Count / 2);

    /// <summary>Of one event.</summary>
    /// <param name="Published">Nanoseconds from the first event to the last.</param>
    /// <param name="Whole">Nanoseconds with opening and closing.</param>
    /// <param name="Bytes">Allocated, with opening and closing.</param>
    private readonly record struct Cost(double Published, double Whole, double Bytes);
}
