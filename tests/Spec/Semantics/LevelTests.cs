using Verified.Checking;
using Verified.Tests.Spec.Checking;

namespace Verified.Tests.Spec.Semantics;

/// <summary>Levels: what may be primed, assumed, boxed, constrained. Whole messages.</summary>
public sealed class LevelTests
{
    private const string State = "an expression without primes or temporal operators";
    private const string Action = "an expression without temporal operators";

    [Theory]
    [InlineData("F == (x')'", "3:6: VTL0301: the prime is applied to an action (it contains a prime already); expected " + State)]
    [InlineData("F == UNCHANGED (x')", "3:6: VTL0301: UNCHANGED is applied to an action (it contains a prime already); expected " + State)]
    [InlineData("F == ([]x)'", "3:6: VTL0301: the prime is applied to a temporal formula; expected " + State)]
    [InlineData("F == ENABLED []x", "3:6: VTL0301: ENABLED is applied to a temporal formula; expected " + Action)]
    [InlineData("F == 1 = []x", "3:6: VTL0301: = is applied to a temporal formula; expected " + Action)]
    [InlineData("F == [[]x]_x", "3:6: VTL0301: [ ]_v is applied to a temporal formula; expected " + Action)]
    [InlineData("F == [x]_(x')", "3:10: VTL0301: the subscript is applied to an action (it contains a prime already); expected " + State)]
    [InlineData("F == WF_x([]x)", "3:6: VTL0301: WF is applied to a temporal formula; expected " + Action)]
    [InlineData("P(a) == a'\nF == P(x')",
        "4:8: VTL0301: P (which primes its first argument) is applied to an action (it contains a prime already); expected " + State)]
    [InlineData("ASSUME x = 1", "3:8: VTL0302: an assumption must be a constant formula")]
    public void Resolve_LevelTooHigh_SaysWhatAndWhere(string body, string expected)
    {
        using var specification = new Specification("VARIABLE x\n" + body);
        Assert.Equal("Spec.tla:" + expected, specification.Diagnostics(""));
    }

    [Fact]
    public void Assume_RecursiveOperatorsUsedBeforeTheirDefinition_AreConstant()
    {
        using var specification = new Specification("""
            EXTENDS Naturals
            RECURSIVE Even(_), Odd(_)
            Even(n) == IF n = 0 THEN TRUE ELSE Odd(n - 1)
            Odd(n) == IF n = 0 THEN FALSE ELSE Even(n - 1)
            Closure(S) == LET RECURSIVE Rest(_)
                              Rest(T) == IF T = {} THEN 0
                                         ELSE LET e == CHOOSE s \in T : TRUE
                                                  r == Rest(T \ {e})
                                              IN r + e
                          IN Rest(S)
            ASSUME Even(10) /\ Closure({1, 2, 3}) = 6
            """);
        Assert.Equal((Verdict.Holds, ""), (specification.Check("").Verdict, specification.Diagnostics("")));
    }

    /// <summary>A definition over mutually recursive operators that read a variable is no constant, to be evaluated once.</summary>
    [Fact]
    public void Definition_OverRecursiveOperatorsThatReadTheState_IsEvaluatedInEachState()
    {
        using var specification = new Specification("""
            EXTENDS Naturals
            VARIABLE x
            RECURSIVE Even(_), Odd(_)
            Even(n) == IF n = 0 THEN TRUE ELSE Odd(n - 1)
            Odd(n) == IF n = 0 THEN x > 2 ELSE Even(n - 1)
            Stop == Even(3)
            Init == x = 0
            Next == ~Stop /\ x' = x + 1
            """);
        var result = specification.Check();
        Assert.Equal((Verdict.Holds, 4L, 4L), (result.Verdict, result.Distinct, result.Generated));
    }

    [Fact]
    public void Assume_OfAnInstantiatedModule_IsNotCheckedAndMayReadTheState()
    {
        using var specification = new Specification("""
            VARIABLE x
            I == INSTANCE M WITH c <- x
            Init == x = 0
            Next == x' = x
            """);
        specification.Add("M", "CONSTANT c\nASSUME c = 7");
        Assert.Equal(Verdict.Holds, specification.Check().Verdict);
    }
}
