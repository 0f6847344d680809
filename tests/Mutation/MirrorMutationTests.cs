using Verified.Tests.Mutation.Judging;
using Verified.Tests.Mutation.Mirrors;
using Xunit.Abstractions;

namespace Verified.Tests.Mutation;

/// <summary>A mirror with a mistake in it is not equal to its specification.</summary>
public sealed class MirrorMutationTests(ITestOutputHelper output)
{
    [Fact]
    public void SomeMutants_OfSmallMirrors_AreKilledOrExplained()
    {
        var sample = Sample.Draw(output);
        var judges = new MirrorJudges(Sample.SmallModules);
        var judged = Run.Mirrors(judges, sample.Of(judges.Mutants, m => m.Key));
        Report.Write(output, "mirrors, a sample", new Score(judged, EquivalentMutants.Listed), Report.SampleFloor);
    }

    [LaneFact]
    public void Mutants_OfEveryMirror_AreKilledOrExplained()
    {
        var judges = new MirrorJudges(Report.Modules());
        var mutants = Report.Selected(judges.Mutants, m => m.Key);
        var judged = Run.Mirrors(judges, mutants, Report.Progress(mutants.Count));
        foreach (var claim in judges.Reliant) output.WriteLine($"relies on what is reachable: {claim}");
        Report.Write(output, "mirrors", new Score(judged, EquivalentMutants.Listed), Report.Floor);
    }
}
