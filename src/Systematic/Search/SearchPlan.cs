using System.Diagnostics;
using System.Globalization;

namespace Verified.Systematic;

/// <summary>The searches that a strategy of the options stands for.</summary>
internal static class SearchPlan
{
    /// <summary>Places kept by a bounded search: about 24 MB.</summary>
    private const int Places = 1_000_000;

    private const int PriorityDepth = 3;

    /// <summary>One in so many schedules is a head start for the searches that know when they are through.</summary>
    private const int HeadStart = 64;

    public static IEnumerable<PlannedSearch> Of(ExplorationOptions options) => options.Strategy switch
    {
        SearchStrategy.Thorough =>
        [
            .. Bounded(options, Math.Max(1, options.Schedules / 8)),
            Reduced(Math.Max(1, options.Schedules / 2)),
            Drawn("portfolio", RandomOnes(options)) with { JoinsAfter = options.Schedules / HeadStart },
        ],
        SearchStrategy.Reduced => [Reduced(long.MaxValue)],
        SearchStrategy.Bounded => Bounded(options, long.MaxValue),
        SearchStrategy.Full => [new("full", new BoundedSearch(int.MaxValue, null), long.MaxValue, () => true, false, false)],
        SearchStrategy.Random => [Drawn("random", new RandomWalk(options.Seed, options.Faults))],
        SearchStrategy.PartialOrder => [Drawn("partial order", new PartialOrderSampling(options.Seed, options.Faults))],
        SearchStrategy.Priority => [Drawn("priority", new PriorityWalk(options.Seed, options.Faults, PriorityDepth))],
        SearchStrategy.Uniform => [Drawn("uniform", new UniformRandomWalk(options.Seed, options.Faults))],
        SearchStrategy.Portfolio => [Drawn("portfolio", RandomOnes(options))],
        _ => throw new UnreachableException(),
    };

    private static PlannedSearch Reduced(long budget) =>
        new("reduced", new ReducedSearch(), budget, () => true, IsReduced: true, VariesSeed: false);

    private static IEnumerable<PlannedSearch> Bounded(ExplorationOptions options, long budget) =>
        Enumerable.Range(0, options.Preemptions + 1).Select(bound =>
        {
            var search = new BoundedSearch(bound, new PlaceCache(Places));
            var name = string.Create(CultureInfo.InvariantCulture, $"{bound} preemptions");
            return new PlannedSearch(name, search, budget, () => !search.WasBound, IsReduced: true, VariesSeed: false);
        });

    private static PlannedSearch Drawn(string name, Strategy strategy) =>
        new(name, strategy, long.MaxValue, () => false, IsReduced: false, VariesSeed: true);

    private static Portfolio RandomOnes(ExplorationOptions options)
    {
        var (seed, faults) = (options.Seed, options.Faults);
        return new Portfolio(
            new RandomWalk(Mix.Of(seed, 1), faults),
            new PartialOrderSampling(Mix.Of(seed, 2), faults),
            new PriorityWalk(Mix.Of(seed, 3), faults, PriorityDepth),
            new UniformRandomWalk(Mix.Of(seed, 4), faults));
    }
}
