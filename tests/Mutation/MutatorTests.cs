using Verified.Tests.Mutation.Judging;
using Verified.Tests.Mutation.Mirrors;
using Verified.Tests.Mutation.Specifications;
using Verified.Tla.Syntax;

namespace Verified.Tests.Mutation;

/// <summary>What the mutators make, on a module and a mirror that everybody knows.</summary>
public sealed class MutatorTests
{
    [Fact]
    public void Mutants_OfASpecification_ChangeItsBehaviourAndNotItsClaims()
    {
        var mutants = Panel.Of("Saga").Mutants().Select(m => m.Key).ToList();
        Assert.Contains(mutants, m => m is { Definition: "Next", Operator: "drop disjunct", Was: "Abort" });
        Assert.Contains(mutants, m => m is { Operator: "drop guard" });
        Assert.Contains(mutants, m => m is { Operator: "negate guard" });
        Assert.Contains(mutants, m => m is { Operator: "leave unchanged" });
        Assert.DoesNotContain(mutants, m => m.Definition is "TypeOK" or "AllOrNothingInv" or "TerminalProp");
    }

    [Fact]
    public void Mutants_OfFairness_DropEachConjunct()
    {
        var dropped = Panel.Of("Subscription").Mutants().Where(m => m.Key is { Definition: "Fairness", Operator: "drop fairness" });
        Assert.Equal(4, dropped.Count());
        Assert.All(dropped, m => Assert.True(m.IsTemporal));
    }

    [Fact]
    public void Mutants_OfASpecification_HaveNamesAndTextsOfTheirOwn()
    {
        var mutants = Panel.Of("Subscription").Mutants();
        Assert.Equal(mutants.Length, mutants.Select(m => m.Key.ToString()).Distinct().Count());
        Assert.Equal(mutants.Length, mutants.Select(m => m.Text).Distinct().Count());
    }

    [Fact]
    public void PrintedModule_WithoutChange_GivesWhatTheManifestSays()
    {
        var outline = ModuleOutline.Read(Path.Combine(Repository.Specifications, "Saga.tla"));
        var unchanged = new SpecificationMutant(
            new MutantKey("Saga", "", "", "", "", 1), SyntaxPrinter.Print(outline.Module), IsTemporal: false);
        using var bench = new Bench();
        Assert.IsType<Outcome.Survived>(bench.Ask(unchanged, Panel.Of("Saga").Judges));
    }

    [Fact]
    public void Mutants_OfMirrors_HaveNamesOfTheirOwn()
    {
        var mutants = MutatedReference.Compiled.Mutants;
        Assert.Equal(mutants.Length, mutants.Select(m => m.Key.ToString()).Distinct().Count());
        Assert.Contains(mutants, m => m.Key is { Module: "Saga", Definition: "Step", Operator: "drop guard" });
    }
}
