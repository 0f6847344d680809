using System.Diagnostics;
using System.Globalization;

namespace Verified.Benchmarks;

/// <summary>What the bus costs beside a bare channel: both bodies in turns in one process, so that a busy machine slows
/// both, and the median of the ratios of neighbours.</summary>
/// <remarks><c>dotnet run -c Release --project benchmarks -- bus [ROUNDS]</c>. The bodies are those of
/// <see cref="EventBusBenchmarks"/>.</remarks>
internal static class BusRatios
{
    private const int WarmUpRounds = 300;
    private const int DefaultRounds = 1000;

    public static async Task PrintAsync(string[] arguments)
    {
        var rounds = arguments.Length == 0 ? DefaultRounds : int.Parse(arguments[0], CultureInfo.InvariantCulture);
        Console.WriteLine("body        permits  channel ns    bus ns   ratio  channel B    bus B");
        foreach (var permits in (int[])[1, 4])
        {
            var bodies = new EventBusBenchmarks { MaxPermits = permits };
            await PrintAsync("round trip", bodies.ChannelRoundTrip, bodies.BusRoundTrip, permits, rounds);
            await PrintAsync("stream", bodies.ChannelStream, bodies.BusStream, permits, rounds);
        }
    }

    private static async Task PrintAsync(string name, Func<Task> channel, Func<Task> bus, int permits, int rounds)
    {
        for (var i = 0; i < WarmUpRounds; i++)
        {
            await channel();
            await bus();
        }

        var costs = new List<(Cost Channel, Cost Bus)>(rounds);
        for (var i = 0; i < rounds; i++)
            costs.Add((await MeasureAsync(channel), await MeasureAsync(bus)));
        Console.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"{name,-11} {permits,7} {Median(costs, c => c.Channel.Nanoseconds),11:N0} {Median(costs, c => c.Bus.Nanoseconds),9:N0} {Median(costs, c => c.Bus.Nanoseconds / c.Channel.Nanoseconds),7:N2} {Median(costs, c => c.Channel.Bytes),10:N0} {Median(costs, c => c.Bus.Bytes),8:N0}"));
    }

    private static async Task<Cost> MeasureAsync(Func<Task> body)
    {
        var (bytes, started) = (GC.GetTotalAllocatedBytes(precise: true), Stopwatch.GetTimestamp());
        await body();
        var elapsed = Stopwatch.GetElapsedTime(started).TotalNanoseconds;
        return new Cost(
            elapsed / EventBusBenchmarks.Events,
            (double)(GC.GetTotalAllocatedBytes(precise: true) - bytes) / EventBusBenchmarks.Events);
    }

    private static double Median(List<(Cost Channel, Cost Bus)> costs, Func<(Cost Channel, Cost Bus), double> part) =>
        costs.Select(part).Order().ElementAt(costs.Count / 2);

    /// <summary>Of one event.</summary>
    private readonly record struct Cost(double Nanoseconds, double Bytes);
}
