using Verified.Checking;
using Verified.Tests.Spec.Checking;
using Verified.Tla.Evaluation;
using Verified.Tla.Source;
using Verified.Tla.Syntax;

namespace Verified.Tests.Spec.Naive;

/// <summary>What the naive evaluator has found.</summary>
public sealed class NaiveRegressionTests
{
    [Theory]
    [InlineData(@"\A x \in {}, y \in Head(<<>>) : TRUE")]
    [InlineData(@"\E x \in {}, y \in Head(<<>>) : TRUE")]
    [InlineData(@"{x + y : x \in {}, y \in Head(<<>>)}")]
    public void Evaluate_LaterBoundWithoutValue_IsAFaultThoughAnEarlierOneIsEmpty(string expression) =>
        Assert.Throws<EvaluationException>(() => Engine.Evaluate(expression));

    [Fact]
    public void Check_LaterBoundOfAnActionWithoutValue_IsAFaultThoughAnEarlierOneIsEmpty()
    {
        using var specification = new Specification(
            "EXTENDS Sequences\nVARIABLE v\nInit == v = 0\nNext == \\E x \\in {}, y \\in Head(<<>>) : v' = x");
        Assert.Equal(Verdict.Error, specification.Check().Verdict);
    }

    /// <summary>TLC counts as many.</summary>
    [Fact]
    public void Check_ImplicationInAnAction_BranchesOverWhatItImplies()
    {
        var random = new RandomSpecification(
            [("v", "0 .. 2")],
            @"(v \in 0 .. 2) /\ (TRUE => \E x \in 0 .. 1 : TRUE) /\ (FALSE => \E x \in 0 .. 1 : TRUE)",
            @"(<<>> \in Seq(0 .. 2) => \E x \in 0 .. 1 : TRUE) /\ v' = v",
            "TRUE");
        using var specification = new Specification(random.Body);
        var result = specification.Check("CONSTANTS m1 = m1 m2 = m2\n" + Specification.InitNext);
        var module = TlaParser.Parse(new SourceText("Spec.tla", $"---- MODULE Spec ----\n{random.Body}\n====\n"));
        var naive = new NaiveExplorer(random, module.Value!, isStrict: true);
        naive.Run();
        Assert.Equal((3, 9), (result.Distinct, result.Generated));
        Assert.Equal((3, 9), (naive.Distinct, naive.Generated));
    }
}
