using Verified.Tests.Mutation.Judging;
using Xunit.Abstractions;

namespace Verified.Tests.Mutation;

/// <summary>A specification with a mistake in it does not pass.</summary>
public sealed class SpecificationMutationTests(ITestOutputHelper output)
{
    [LaneFact]
    public void Mutants_OfEverySpecification_AreKilledOrExplained()
    {
        var only = Environment.GetEnvironmentVariable("VERIFIED_MUTATION_MODULES")?.Split(',');
        var mutants = Panel.Modules.Where(m => only is null || only.Contains(m)).Select(Panel.Of)
            .SelectMany(panel => panel.Mutants().Select(mutant => (panel, mutant))).ToList();
        var judged = Run.Specifications(mutants, Report.Progress(mutants.Count));
        Report.Write(output, "specifications", new Score(judged, EquivalentMutants.Listed));
    }
}
