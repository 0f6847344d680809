using BenchmarkDotNet.Running;
using Verified.Benchmarks;

if (args is ["explore"])
    await ExplorationRates.PrintAsync();
else
    BenchmarkSwitcher.FromAssembly(typeof(Program).Assembly).Run(args);
