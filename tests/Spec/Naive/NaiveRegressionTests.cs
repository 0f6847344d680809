using Verified.Checking;
using Verified.Tests.Spec.Checking;
using Verified.Tla.Evaluation;

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
}
