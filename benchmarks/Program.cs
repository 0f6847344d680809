using BenchmarkDotNet.Running;
using Verified.Benchmarks;

if (args is ["tlc", .. var models]) return TlcBenchmark.Run(models);
BenchmarkSwitcher.FromAssembly(typeof(Program).Assembly).Run(args);
return 0;
