using BenchmarkDotNet.Attributes;
using Verified.Concurrency;
using Verified.Systematic;

namespace Verified.Benchmarks;

/// <summary>What a schedule costs, on one core.</summary>
/// <remarks>Strategies go by name: the project that BenchmarkDotNet writes does not see their type.
/// <c>dotnet run -c Release --project benchmarks -- explore</c> gives schedules and decisions per second
/// instead.</remarks>
[ShortRunJob]
[MemoryDiagnoser]
public class ExplorationBenchmarks
{
    private const int Schedules = 20_000;

    [Benchmark(OperationsPerInvoke = Schedules)]
    [Arguments(nameof(SearchStrategy.Random))]
    [Arguments(nameof(SearchStrategy.Reduced))]
    public Task Reorder(string strategy) => ExploreAsync(ReferenceBodies.Reorder, strategy);

    [Benchmark(OperationsPerInvoke = Schedules)]
    [Arguments(nameof(SearchStrategy.Random))]
    public Task Saga(string strategy) => ExploreAsync(ReferenceBodies.Saga, strategy);

    [Benchmark(OperationsPerInvoke = Schedules)]
    [Arguments(nameof(SearchStrategy.Random))]
    [Arguments(nameof(SearchStrategy.Reduced))]
    public Task Pipeline(string strategy) => ExploreAsync(ReferenceBodies.Pipeline, strategy);

    /// <summary>Explores until the budget is spent; a search that is exhausted earlier begins again.</summary>
    private static async Task ExploreAsync(Func<Runtime, Task> body, string name)
    {
        var strategy = Enum.Parse<SearchStrategy>(name);
        for (var left = (long)Schedules; left > 0;)
        {
            var options = new ExplorationOptions { Strategy = strategy, Schedules = (int)left };
            var exploration = await SystematicTest.ExploreAsync("benchmark", body, options);
            left -= exploration.EnsurePassed().Schedules + exploration.Pruned;
        }
    }
}
