using System.Collections.Immutable;
using Verified.Scenarios;
using Verified.Systematic;

namespace Verified.Cli;

/// <summary>What <c>verified explore</c> can be asked to try: a scenario, or scenarios that are drawn.</summary>
/// <param name="Name">What is on the command line and in tokens.</param>
/// <param name="Claim">What must hold, in a sentence.</param>
/// <param name="IsBroken">Whether it is a known bug, which must be found.</param>
/// <param name="ExploreAsync">Tries its schedules.</param>
/// <param name="ReplayAsync">Repeats that of a token.</param>
internal sealed record ExploreTest(
    string Name,
    string Claim,
    bool IsBroken,
    Func<ExplorationOptions, IProgress<ExplorationProgress>, CancellationToken, Task<Exploration>> ExploreAsync,
    Func<string, Task<Exploration>> ReplayAsync)
{
    public static ImmutableArray<ExploreTest> All { get; } =
        [.. Catalogue.All.Select(Of), .. Catalogue.Drawn.Select(Of)];

    /// <summary>The test of that name; null: there is none.</summary>
    public static ExploreTest? Find(string name) => All.FirstOrDefault(test => test.Name == name);

    private static ExploreTest Of(Scenario scenario) => new(
        scenario.Name,
        scenario.Claim,
        scenario.IsBroken,
        (options, progress, cancellation) => SystematicTest.ExploreAsync(
            scenario.Name, scenario.Body, options with { Faults = scenario.Faults }, progress, cancellation),
        token => SystematicTest.ReplayAsync(token, scenario.Body));

    /// <summary>By default all at random: other searches try the schedules of one story only.</summary>
    private static ExploreTest Of(DrawnScenario drawn)
    {
        var space = new ScenarioSpace<Story>(drawn.Draw, story => story.Simpler());
        return new(
            drawn.Name,
            drawn.Claim,
            drawn.IsBroken,
            (options, progress, cancellation) => SystematicTest.ExploreAsync(
                drawn.Name,
                space,
                (runtime, story) => story.RunAsync(runtime),
                options.Strategy == SearchStrategy.Thorough ? options with { Strategy = SearchStrategy.Portfolio } : options,
                progress,
                cancellation),
            token => SystematicTest.ReplayAsync(token, space, (runtime, story) => story.RunAsync(runtime)));
    }
}
