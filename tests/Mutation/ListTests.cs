using Verified.Tests.Mutation.Judging;
using Verified.Tests.Mutation.Mirrors;

namespace Verified.Tests.Mutation;

/// <summary>The list of equivalent mutants does not outlive what it speaks of.</summary>
public sealed class ListTests
{
    [Fact]
    public void EquivalentMutants_AreMutantsThatThereAre()
    {
        var there = Panel.Modules.SelectMany(m => Panel.Of(m).Mutants()).Select(m => m.Key.ToString())
            .Concat(MutatedReference.Compiled.Mutants.Select(m => m.Key.ToString()))
            .ToHashSet(StringComparer.Ordinal);
        Assert.DoesNotContain(EquivalentMutants.Listed.Keys, key => !there.Contains(key));
    }
}
