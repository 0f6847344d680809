using Verified.Checking;
using Verified.Tests.Spec.Checking;

namespace Verified.Tests.Spec.Packing;

/// <summary>Initial predicates whose last conjuncts are conditions: packed states are asked for them, by all threads. Each
/// model is checked on values as well, and the two must agree (<see cref="BothEngines"/>).</summary>
public sealed class InitialStatesTests
{
    private const string Head = """
        EXTENDS Naturals, FiniteSets
        VARIABLES f, s
        TypeOK == f \in [1 .. 3 -> 0 .. 9] /\ s \in SUBSET (1 .. 4)
        Next == UNCHANGED <<f, s>>

        """;

    [Theory]
    [InlineData(@"TypeOK /\ f[1] + f[2] = f[3] /\ (f[1] \in s \/ s = {})", 4 * 55)]
    [InlineData(@"TypeOK /\ \A i \in s : i \in 1 .. 3 /\ f[i] = i", 1000)]
    [InlineData(@"\E k \in 1 .. 2 : TypeOK /\ f[k] = 0 /\ f[3] > k", 1000)]
    [InlineData(@"f \in [1 .. 3 -> 0 .. 9] /\ f[1] < f[2] /\ s = {f[3]} /\ s \subseteq 2 .. 7 /\ f[2] # 8", 1000)]
    [InlineData(@"s \in SUBSET (1 .. 9) /\ f = [i \in s |-> i] /\ Cardinality(s) > 3 /\ f # <<>>", 1000)]
    public void Condition_BehindTheAssignments_TellsWhichStatesAreInitial(string init, int atLeast)
    {
        using var specification = new Specification($"{Head}Init == {init}");
        var result = specification.Check(workers: 2);
        Assert.Equal((Verdict.Holds, ""), (result.Verdict, specification.Show(result.Diagnostics)));
        Assert.InRange(result.Distinct, Math.Min(atLeast, 100), long.MaxValue);
    }

    [Theory]
    [InlineData(@"TypeOK /\ f[Cardinality(s)] = 1")]
    [InlineData(@"TypeOK /\ f[1] + f[2] > 17 /\ s # {1, 2, 3, 4} /\ f[f[3]] = 9")]
    public void Condition_WithoutAValue_IsAFault(string init)
    {
        using var specification = new Specification($"{Head}Init == {init}");
        Assert.Equal(Verdict.Error, specification.Check().Verdict);
    }

    [Fact]
    public void Condition_ThatWouldHaveNoValue_IsNotAskedWhereOneBeforeItIsFalse()
    {
        using var specification = new Specification($"{Head}Init == TypeOK /\\ f[1] # 0 /\\ f[2] \\in 1 .. 3 /\\ f[f[2]] \\geq 0");
        Assert.Equal((Verdict.Holds, 9L * 3 * 10 * 16), (specification.Check().Verdict, specification.Check().Distinct));
    }

    [Theory]
    [InlineData("INVARIANT Inv")]
    [InlineData("PROPERTY Inv")]
    public void InitialState_WhereAPropertyIsFalse_IsFound(string config)
    {
        using var specification = new Specification($"{Head}Init == TypeOK /\\ f[1] > 3 /\\ f[2] > 3\nInv == f # <<9, 9, 9>>");
        var result = specification.Check(Specification.InitNext + config);
        Assert.Equal((Verdict.Violated, 1), (result.Verdict, result.Trace.Length));
    }
}
