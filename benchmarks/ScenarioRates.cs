using System.Diagnostics;
using System.Globalization;
using Verified.Scenarios;
using Verified.Systematic;

namespace Verified.Benchmarks;

/// <summary>Schedules per second of processor time, on each scenario that holds: the bodies that Microsoft Coyote runs too.</summary>
internal static class ScenarioRates
{
    /// <summary>Of processor time, at least.</summary>
    private const double Seconds = 1;

    public static async Task PrintAsync()
    {
        Console.WriteLine("body                          schedules  schedules/s");
        foreach (var scenario in Catalogue.All.Where(scenario => !scenario.IsBroken))
        {
            await RunAsync(scenario, 200);
            await PrintAsync(scenario);
        }
    }

    private static async Task PrintAsync(Scenario scenario)
    {
        for (var schedules = 1_000; ; schedules *= 2)
        {
            var before = Process.GetCurrentProcess().TotalProcessorTime;
            await RunAsync(scenario, schedules);
            var seconds = (Process.GetCurrentProcess().TotalProcessorTime - before).TotalSeconds;
            if (seconds < Seconds)
                continue;
            Console.WriteLine(string.Create(
                CultureInfo.InvariantCulture, $"{scenario.Name,-28} {schedules,10:N0} {schedules / seconds,12:N0}"));
            return;
        }
    }

    private static async Task RunAsync(Scenario scenario, int schedules) =>
        (await SystematicTest.ExploreAsync(
            scenario.Name,
            scenario.Body,
            new() { Strategy = SearchStrategy.Portfolio, Schedules = schedules, Faults = scenario.Faults })).EnsurePassed();
}
