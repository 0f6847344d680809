using Verified.Checking;
using Verified.Tests.Spec.Checking;
using Verified.Tests.Spec.Values;
using Verified.Tla.Source;
using Verified.Tla.Syntax;

namespace Verified.Tests.Spec.Naive;

/// <summary>The checker against a second one that is as simple as possible: states, counts, invariants, deadlock.</summary>
public sealed class NaiveSpecificationLaws
{
    private const int Tests = 200;
    private const string Constants = "CONSTANTS m1 = m1 m2 = m2\n";

    [Fact]
    public void Check_RandomSpecification_FindsWhatTheNaiveExplorerFinds()
    {
        var apart = new FaultsApart(0);
        Law.Holds(SpecificationGen.Any, random => Agree(random, apart), Tests);
        apart.AreFew();
    }

    private static void Agree(RandomSpecification random, FaultsApart apart)
    {
        try
        {
            Compare(random, apart);
        }
        catch (NaiveLimit)
        {
            // Too large to be enumerated; another one is drawn.
        }
    }

    private static void Compare(RandomSpecification random, FaultsApart apart)
    {
        using var specification = new Specification(random.Body);
        var result = specification.Check(Constants + Specification.InitNext);
        var parsed = TlaParser.Parse(new SourceText("Spec.tla", $"---- MODULE Spec ----\n{random.Body}\n====\n"));
        if (Explored(random, parsed.Value!, isStrict: true) is not { } naive)
        {
            // With results of functions that are never asked for it may still have no fault.
            if (result.Verdict != Verdict.Error && Explored(random, parsed.Value!, isStrict: false) is null)
                apart.Add($"{random}\nhas no value; the checker says {result.Verdict}");
            return;
        }

        if (result.Verdict == Verdict.Error)
        {
            apart.Add($"{random}\nhas {naive.Distinct} states; the checker: {specification.Show(result.Diagnostics)}");
            return;
        }

        Assert.True(
            (result.Verdict, result.Distinct, result.Generated) == (Verdict.Holds, naive.Distinct, naive.Generated),
            $"{random}\n{naive.Distinct} distinct, {naive.Generated} generated; the checker says "
            + $"{result.Verdict}, {result.Distinct}, {result.Generated} {specification.Show(result.Diagnostics)}");
        Assert.True((naive.ReachedByTrial() ?? naive.Distinct) == naive.Distinct,
            $"{random}\n{naive.Distinct} distinct by assignments, {naive.ReachedByTrial()} by trial");
        Assert.True(
            naive.HasDeadlock == (specification.Check(Constants + "INIT Init\nNEXT Next\n").Verdict == Verdict.Deadlock),
            $"{random}\ndeadlock: {naive.HasDeadlock}");
        Invariant(random, specification, naive);
    }

    private static NaiveExplorer? Explored(RandomSpecification random, ModuleSyntax module, bool isStrict)
    {
        try
        {
            var naive = new NaiveExplorer(random, module, isStrict);
            naive.Run();
            return naive;
        }
        catch (NaiveFault)
        {
            return null;
        }
    }

    private static void Invariant(RandomSpecification random, Specification specification, NaiveExplorer naive)
    {
        var verdict = specification.Check(Constants + Specification.InitNext + "INVARIANT StateInv\n").Verdict;
        try
        {
            Assert.True((naive.IsViolated() ? Verdict.Violated : Verdict.Holds) == verdict,
                $"{random}\nthe invariant: {verdict}");
        }
        catch (NaiveFault)
        {
            // In breadth-first order the fault or the violation comes first.
            Assert.True(verdict is Verdict.Error or Verdict.Violated, $"{random}\nthe invariant has no value; {verdict}");
        }
    }
}
