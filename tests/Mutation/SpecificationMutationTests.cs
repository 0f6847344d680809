using Verified.Tests.Mutation.Judging;
using Xunit.Abstractions;

namespace Verified.Tests.Mutation;

/// <summary>A specification with a mistake in it does not pass.</summary>
public sealed class SpecificationMutationTests(ITestOutputHelper output)
{
    [Fact]
    public void SomeMutants_OfSmallSpecifications_AreKilledOrExplained()
    {
        var mutants = Sample.SmallModules.Select(Panel.Of)
            .SelectMany(panel => panel.Mutants().Select(mutant => (Panel: panel, Mutant: mutant))).ToList();
        var judged = Run.Specifications(Sample.Draw(output).Of(mutants, m => m.Mutant.Key));
        Report.Write(output, "specifications, a sample", new Score(judged, EquivalentMutants.Listed), Report.SampleFloor);
    }

    [LaneFact]
    public void Mutants_OfEverySpecification_AreKilledOrExplained()
    {
        var mutants = Report.Selected(
            Report.Modules().Select(Panel.Of).SelectMany(panel => panel.Mutants().Select(mutant => (panel, mutant))),
            m => m.mutant.Key);
        var judged = Run.Specifications(mutants, Report.Progress(mutants.Count));
        Report.Write(output, "specifications", new Score(judged, EquivalentMutants.Listed), Report.Floor);
    }
}
