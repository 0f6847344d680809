using BenchmarkDotNet.Running;
using Verified.Benchmarks;

switch (args)
{
    case ["explore"]:
        await ExplorationRates.PrintAsync();
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
        BenchmarkSwitcher.FromAssembly(typeof(Program).Assembly).Run(args);
        return 0;
}
