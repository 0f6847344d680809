using Verified.Tests.Mutation.Judging;
using Verified.Tests.Mutation.Mirrors;
using Xunit.Abstractions;

namespace Verified.Tests.Mutation;

/// <summary>A mirror with a mistake in it is not equal to its specification.</summary>
public sealed class MirrorMutationTests(ITestOutputHelper output)
{
    [LaneFact]
    public void Mutants_OfEveryMirror_AreKilledOrExplained()
    {
        var mutants = MutatedReference.Compiled.Mutants;
        var judged = Run.Mirrors(new MirrorJudges(), mutants, Report.Progress(mutants.Length));
        Report.Write(output, "mirrors", new Score(judged, EquivalentMutants.Listed));
    }
}
