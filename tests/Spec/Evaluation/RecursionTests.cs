using Verified.Checking;
using Verified.Tests.Spec.Checking;

namespace Verified.Tests.Spec.Evaluation;

/// <summary>Recursive operators that take operators, see variables, or are called under a prime; TLC agrees.</summary>
public sealed class RecursionTests
{
    [Theory]
    [InlineData("Fold(LAMBDA a : a + 1, 3) = 3")]
    [InlineData("\\A k \\in 1 .. 3 : Fold(LAMBDA a : a + k, 3) = 3 * k")]
    [InlineData("\\A k \\in 1 .. 2 : \\A m \\in 1 .. 2 : Fold(LAMBDA a : Fold(LAMBDA b : b + k, m) + a, 2) = 2 * k * m")]
    [InlineData("Fold(LAMBDA a : a + x, 3) = 3 * x")]
    [InlineData("Fold(Twice, 3) = 0 /\\ Apply(Twice, 2) = 4")]
    [InlineData("LET RECURSIVE Sum(_, _) Sum(Op(_), n) == IF n = 0 THEN x ELSE Op(n) + Sum(Op, n - 1) IN Sum(Twice, 3) = 12 + x")]
    public void Operator_PassedToARecursiveOperator_IsHandedOn(string formula)
    {
        using var specification = new Specification($"""
            EXTENDS Naturals
            VARIABLE x
            RECURSIVE Fold(_, _)
            Fold(Op(_), n) == IF n = 0 THEN 0 ELSE Op(Fold(Op, n - 1))
            Twice(a) == a + a
            Apply(Op(_), a) == Op(a)
            Init == x = 0
            Next == x' = 1 - x
            Inv == {formula}
            """);
        var result = specification.Check(Specification.InitNext + "INVARIANT Inv");
        Assert.Equal((Verdict.Holds, "", 2L), (result.Verdict, specification.Show(result.Diagnostics), result.Distinct));
    }

    [Theory]
    [InlineData("R(2)' = x' + 2")]
    [InlineData("\\A k \\in 1 .. 2 : S(k)' = k * x'")]
    [InlineData("(S(2) + R(1))' = 3 * x' + 1")]
    [InlineData("S(x)' = x' * x'")]
    public void RecursiveOperator_UnderAPrime_SpeaksOfTheNextState(string formula)
    {
        using var specification = new Specification($"""
            EXTENDS Naturals
            VARIABLE x
            RECURSIVE R(_)
            R(n) == IF n = 0 THEN x ELSE R(n - 1) + 1
            RECURSIVE S(_)
            S(n) == IF n = 0 THEN 0 ELSE x + S(n - 1)
            Init == x = 1
            Next == x' = (x + 2) % 5 /\ {formula}
            """);
        Assert.Equal((Verdict.Holds, 5L, 6L), (specification.Check() is var r ? r.Verdict : default, r.Distinct, r.Generated));
    }

    [Fact]
    public void RecursiveAction_ThatTakesAnAction_Branches()
    {
        using var specification = new Specification("""
            EXTENDS Naturals
            VARIABLE x
            RECURSIVE Any(_, _)
            Any(A(_), n) == n > 0 /\ (A(n) \/ Any(A, n - 1))
            Init == x = 0
            Next == Any(LAMBDA k : x' = k, 3)
            """);
        Assert.Equal((4L, 13L), (specification.Check() is var r ? r.Distinct : 0, r.Generated));
    }
}
