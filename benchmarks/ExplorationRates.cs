using System.Diagnostics;
using System.Globalization;
using Verified.Concurrency;
using Verified.Systematic;

namespace Verified.Benchmarks;

/// <summary>Schedules, steps and decisions per second of processor time, on each reference body.</summary>
internal static class ExplorationRates
{
    private const int Schedules = 100_000;

    private static readonly (string Name, Func<Runtime, Task> Body)[] s_bodies =
    [
        ("reorder", ReferenceBodies.Reorder), ("saga", ReferenceBodies.Saga), ("pipeline", ReferenceBodies.Pipeline),
    ];

    public static async Task PrintAsync()
    {
        Console.WriteLine("body      strategy      schedules/s      steps/s  decisions/s  steps each");
        foreach (var (name, body) in s_bodies)
            foreach (var strategy in Enum.GetValues<SearchStrategy>())
            {
                await RunAsync(body, strategy, Schedules / 20);
                await PrintAsync(name, body, strategy);
            }
    }

    private static async Task PrintAsync(string name, Func<Runtime, Task> body, SearchStrategy strategy)
    {
        var before = Process.GetCurrentProcess().TotalProcessorTime;
        var exploration = await RunAsync(body, strategy, Schedules);
        var seconds = (Process.GetCurrentProcess().TotalProcessorTime - before).TotalSeconds;
        var schedules = exploration.Schedules + exploration.Pruned;
        Console.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"{name,-9} {strategy,-12} {schedules / seconds,12:N0} {exploration.Steps / seconds,12:N0} {exploration.Decisions / seconds,12:N0} {(double)exploration.Steps / schedules,11:N1}"));
    }

    private static async Task<Exploration> RunAsync(Func<Runtime, Task> body, SearchStrategy strategy, int schedules) =>
        (await SystematicTest.ExploreAsync(
            "benchmark", body, new ExplorationOptions { Strategy = strategy, Schedules = schedules })).EnsurePassed();
}
