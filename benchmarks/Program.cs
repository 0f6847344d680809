using BenchmarkDotNet.Configs;
using BenchmarkDotNet.Running;
using Verified.Benchmarks;

switch (args)
{
    case ["explore"]:
        await ExplorationRates.PrintAsync();
        return 0;
    case ["scenarios"]:
        await ScenarioRates.PrintAsync();
        return 0;
    case ["bus", .. var rounds]:
        await BusRatios.PrintAsync(rounds);
        return 0;
    case ["sqlite", .. var rounds]:
        await SqliteRatios.PrintAsync(rounds);
        return 0;
    case ["tlc", .. var models]:
        return TlcBenchmark.Run(models);
    default:
        // A project of its own is built for each benchmark, and it takes the whole solution below it along.
        BenchmarkSwitcher.FromAssembly(typeof(Program).Assembly)
            .Run(args, ManualConfig.Create(DefaultConfig.Instance).WithBuildTimeout(TimeSpan.FromMinutes(20)));
        return 0;
}
