using BenchmarkDotNet.Attributes;
using Verified.Concurrency;
using Verified.Systematic;

namespace Verified.Benchmarks;

/// <summary>What a schedule costs, on one core.</summary>
/// <remarks><c>dotnet run -c Release --project benchmarks -- explore</c> gives schedules and decisions per second
/// instead.</remarks>
[ShortRunJob]
[MemoryDiagnoser]
public class ExplorationBenchmarks
{
    private const int Schedules = 20_000;

    [Benchmark(OperationsPerInvoke = Schedules)]
    [Arguments(SearchStrategy.Random)]
    [Arguments(SearchStrategy.Reduced)]
    public Task Reorder(SearchStrategy strategy) => ExploreAsync(ReferenceBodies.Reorder, strategy);

    [Benchmark(OperationsPerInvoke = Schedules)]
    [Arguments(SearchStrategy.Random)]
    public Task Saga(SearchStrategy strategy) => ExploreAsync(ReferenceBodies.Saga, strategy);

    [Benchmark(OperationsPerInvoke = Schedules)]
    [Arguments(SearchStrategy.Random)]
    [Arguments(SearchStrategy.Reduced)]
    public Task Pipeline(SearchStrategy strategy) => ExploreAsync(ReferenceBodies.Pipeline, strategy);

    /// <summary>Explores until the budget is spent; a search that is exhausted earlier begins again.</summary>
    private static async Task ExploreAsync(Func<Runtime, Task> body, SearchStrategy strategy)
    {
        for (var left = (long)Schedules; left > 0;)
        {
            var options = new ExplorationOptions { Strategy = strategy, Schedules = (int)left };
            var exploration = await SystematicTest.ExploreAsync("benchmark", body, options);
            left -= exploration.EnsurePassed().Schedules + exploration.Pruned;
        }
    }
}
