using Verified.Checking;

namespace Verified.Tests.Spec.Checking;

/// <summary>The search: what is counted, checked, expanded; what a counterexample says. Counts as TLC has them.</summary>
public sealed class ExplorerTests
{
    private const string Counter = """
        EXTENDS Naturals
        VARIABLE x
        Init == x = 0
        Add(n) == x < 6 /\ x' = x + n
        Reset == x > 4 /\ x' = 0
        Next == (\E n \in 1 .. 2 : Add(n)) \/ Reset
        Spec == Init /\ [][Next]_x
        Small == x < 5
        Type == x \in 0 .. 7 /\ (x # 5 \/ FALSE)
        Up == [][x' > x]_x
        NoReset == [][x = 7 => x' # 0]_x
        Below == x < 4
        StepOne == x' = x + 1 \/ x' = 0
        """;

    [Fact]
    public void Check_Violation_HasAShortestTraceWithActionsAndArguments()
    {
        using var specification = new Specification(Counter);
        var result = specification.Check(Specification.InitNext + "INVARIANT Small");
        Assert.Equal((Verdict.Violated, "Small"), (result.Verdict, result.Property));
        Assert.Equal(4, result.Trace.Length);
        Assert.Equal("Initial", result.Trace[0].Label);
        Assert.All(result.Trace.Skip(1), step => Assert.Matches("^Add\\([12]\\)$", step.Label));
        Assert.Equal("n", result.Trace[1].Arguments[0].Parameter);
        Assert.Equal("5", result.Trace[^1].State[0].ToString());
    }

    [Fact]
    public void Check_Violation_NamesTheFalseConjunct()
    {
        using var specification = new Specification(Counter);
        var result = specification.Check(Specification.InitNext + "INVARIANT Type");
        Assert.Equal("x # 5 \\/ FALSE", result.FalseConjunct!.Value.Text.ToString());
        Assert.Equal((10, 26), (result.FalseConjunct.Value.Location.Line, result.FalseConjunct.Value.Location.Column));
    }

    [Theory]
    [InlineData("NoReset", "x = 7 => x' # 0", 6)] // to a state seen before
    [InlineData("Up", "x' > x", 5)]
    public void Check_ActionProperty_IsCheckedOnEveryEdge(string property, string conjunct, int length)
    {
        using var specification = new Specification(Counter);
        var result = specification.Check($"SPECIFICATION Spec\nCHECK_DEADLOCK FALSE\nPROPERTY {property}");
        Assert.Equal((Verdict.Violated, property), (result.Verdict, result.Property));
        Assert.Contains(conjunct, result.FalseConjunct!.Value.Text.ToString(), StringComparison.Ordinal);
        Assert.Equal(length, result.Trace.Length);
        Assert.Equal("0", result.Trace[^1].State[0].ToString());
    }

    [Fact]
    public void Check_StatePropertyOfInitialStates_IsCheckedThereOnly()
    {
        using var specification = new Specification(Counter);
        Assert.Equal(Verdict.Holds, specification.Check("SPECIFICATION Spec\nCHECK_DEADLOCK FALSE\nPROPERTY Below").Verdict);
        using var wide = new Specification(Counter.Replace("x = 0\nAdd", "x \\in {0, 4}\nAdd", StringComparison.Ordinal));
        var result = wide.Check("SPECIFICATION Spec\nCHECK_DEADLOCK FALSE\nPROPERTY Below");
        Assert.Equal((Verdict.Violated, "Below", 1), (result.Verdict, result.Property, result.Trace.Length));
        Assert.Equal("4", result.Trace[0].State[0].ToString());
    }

    [Theory]
    [InlineData("CONSTRAINT Below", 4, 9)] // 4 and 5 are generated, checked, neither counted nor expanded
    [InlineData("ACTION_CONSTRAINT StepOne", 7, 15)]
    public void Check_Constraint_DoesNotCountOrExpand(string constraint, long distinct, long generated)
    {
        using var specification = new Specification(Counter);
        var result = specification.Check(Specification.InitNext + constraint);
        Assert.Equal((Verdict.Holds, distinct, generated), (result.Verdict, result.Distinct, result.Generated));
    }

    [Fact]
    public void Check_StateOutsideTheConstraint_IsStillCheckedAgainstInvariants()
    {
        using var specification = new Specification(Counter);
        var result = specification.Check(Specification.InitNext + "CONSTRAINT Below INVARIANT Small");
        Assert.Equal((Verdict.Violated, "5"), (result.Verdict, result.Trace[^1].State[0].ToString()));
    }

    [Fact]
    public void Check_StateWithoutSuccessor_IsADeadlockUnlessAllowed()
    {
        using var specification = new Specification("EXTENDS Naturals\nVARIABLE x\nInit == x = 0\nNext == x < 2 /\\ x' = x + 1");
        var result = specification.Check("INIT Init NEXT Next");
        Assert.Equal((Verdict.Deadlock, 3), (result.Verdict, result.Trace.Length));
        Assert.Equal(Verdict.Holds, specification.Check("INIT Init NEXT Next CHECK_DEADLOCK FALSE").Verdict);
    }

    [Fact]
    public void Check_StutteringState_IsNoDeadlock()
    {
        using var specification = new Specification("VARIABLE x\nInit == x = 0\nNext == x' = x");
        var result = specification.Check("INIT Init NEXT Next");
        Assert.Equal((Verdict.Holds, 1L, 2L, 1), (result.Verdict, result.Distinct, result.Generated, result.Depth));
    }

    [Fact]
    public void Check_FalseAssumption_IsNamedWithItsConjunct()
    {
        using var specification = new Specification("EXTENDS Naturals\nCONSTANT N\nASSUME N > 1\nASSUME Big == N > 2 /\\ N > 5");
        var result = specification.Check("CONSTANT N = 3");
        Assert.Equal((Verdict.Assumption, "Big"), (result.Verdict, result.Property));
        Assert.Equal("N > 5", result.FalseConjunct!.Value.Text.ToString());
    }

    [Theory]
    [InlineData("x = 0 \\/ x = 0 \\/ x \\in {0, 1}", 2, 6)]
    [InlineData("x = 0 /\\ (x = 0 \\/ x < 5)", 1, 2)] // behind the last assignment a disjunction is a test
    [InlineData("x = 0 /\\ x = 1", 0, 0)]
    public void Check_InitialStates_AreCountedForEachWay(string init, long distinct, long generated)
    {
        using var specification = new Specification($"EXTENDS Naturals\nVARIABLE x\nInit == {init}\nNext == x' = x");
        var result = specification.Check();
        Assert.Equal((Verdict.Holds, distinct, generated), (result.Verdict, result.Distinct, result.Generated));
    }

    [Theory]
    [InlineData("VARIABLES x, y\nInit == x = 0\nNext == x' = x /\\ y' = y", "Spec.tla:3:9: VTL0501: the initial predicate gives y no value")]
    [InlineData("VARIABLES x, y\nInit == x = 0 /\\ y = 0\nNext == x' = x", "Spec.tla:4:1: VTL0501: the action Next gives y no next value")]
    [InlineData("VARIABLES x, y\nInit == y = x /\\ x = 0\nNext == TRUE", "Spec.tla:3:13: VTL0501: the variable x has no value yet")]
    public void Check_VariableWithoutValue_IsNamed(string body, string expected)
    {
        using var specification = new Specification(body);
        Assert.Equal(expected.Replace("4:1", "4:9", StringComparison.Ordinal), specification.Diagnostics());
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public void Check_WithAnyNumberOfWorkers_CountsTheSame(int workers)
    {
        using var specification = new Specification("""
            EXTENDS Naturals
            VARIABLES x, y
            Init == x = 0 /\ y = 0
            Next == (x' \in 0 .. 40 /\ y' = (x + y) % 31) \/ (y' = (y + 7) % 31 /\ UNCHANGED x)
            Inv == x + y < 70
            """);
        var result = specification.Check(Specification.InitNext + "INVARIANT Inv", workers);
        Assert.Equal((Verdict.Violated, "Inv"), (result.Verdict, result.Property));
        Assert.Equal(result.Depth, result.Trace.Length);
        var whole = specification.Check(Specification.InitNext, workers);
        Assert.Equal((Verdict.Holds, 41L * 31, 1L + (41 * 31 * 42)), (whole.Verdict, whole.Distinct, whole.Generated));
    }

    [Fact]
    public void Check_Cancelled_IsUndetermined()
    {
        using var specification = new Specification(Counter);
        File.WriteAllText(specification.ConfigPath, Specification.InitNext);
        var result = Checker.Check(specification.ModulePath, specification.ConfigPath, new CheckOptions { Workers = 1 },
            cancellation: new CancellationToken(canceled: true));
        Assert.Equal(Verdict.Undetermined, result.Verdict);
        Assert.Equal("Spec.cfg: VCH0101: stopped before the end: cancelled or out of time; 1 states were still waiting",
            specification.Show(result.Diagnostics));
    }

    [Fact]
    public void Check_PastTheMemoryLimit_IsUndetermined()
    {
        using var specification = new Specification(Counter);
        File.WriteAllText(specification.ConfigPath, Specification.InitNext);
        var result = Checker.Check(specification.ModulePath, specification.ConfigPath, new CheckOptions { Workers = 1, MemoryLimit = 1 });
        Assert.Equal("Spec.cfg: VCH0101: stopped before the end: out of memory; 1 states were still waiting",
            specification.Show(result.Diagnostics));
    }

    [Fact]
    public void Check_WhatTheSpecificationPrints_IsKept()
    {
        using var specification = new Specification("EXTENDS TLC\nASSUME PrintT(<<\"said\", 1>>)\nASSUME Print(\"a\", TRUE)");
        Assert.Equal(["<<\"said\", 1>>", "\"a\"  TRUE"], specification.Check("").Printed.ToArray());
    }
}
