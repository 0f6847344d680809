using Verified.Checking;

namespace Verified.Tests.Spec.Liveness;

public sealed class LivenessTests
{
    private const string Count = """
        EXTENDS Naturals
        VARIABLE x
        Init == x = 0
        Next == x < 3 /\ x' = x + 1
        Spec == Init /\ [][Next]_x
        FairSpec == Spec /\ WF_x(Next)
        Ends == <>(x = 3)
        """;

    [Fact]
    public void Eventually_WithoutFairness_IsViolatedByStuttering()
    {
        var result = InlineModel.Check(Count, "SPECIFICATION Spec PROPERTY Ends CHECK_DEADLOCK FALSE");
        Assert.Equal((Verdict.Violated, "Ends", ">0"), (result.Verdict, result.Property, result.Lasso()));
    }

    [Fact]
    public void Eventually_UnderWeakFairness_Holds()
    {
        var result = InlineModel.Check(Count, "SPECIFICATION FairSpec PROPERTY Ends CHECK_DEADLOCK FALSE");
        Assert.Equal((Verdict.Holds, 4, 4), (result.Verdict, result.Distinct, result.Generated));
    }

    // A is enabled every other step only: that is too seldom for WF, often enough for SF.
    private const string Blink = """
        EXTENDS Naturals
        VARIABLE x
        Init == x = 0
        Toggle == x \in {0, 1} /\ x' = 1 - x
        A == x = 1 /\ x' = 2
        Next == Toggle \/ A
        Weak == Init /\ [][Next]_x /\ WF_x(Toggle) /\ WF_x(A)
        Strong == Init /\ [][Next]_x /\ WF_x(Toggle) /\ SF_x(A)
        Ends == <>(x = 2)
        """;

    [Fact]
    public void Eventually_WeakFairnessOfAnActionEnabledNowAndThen_IsViolatedByALoop()
    {
        var result = InlineModel.Check(Blink, "SPECIFICATION Weak PROPERTY Ends CHECK_DEADLOCK FALSE");
        Assert.Equal((Verdict.Violated, "Ends"), (result.Verdict, result.Property));
        Assert.Equal(["0", "1"], result.Trace.Skip(result.LoopStart!.Value).Select(s => s.State[0].ToString()).Order());
    }

    [Fact]
    public void Eventually_StrongFairnessOfAnActionEnabledNowAndThen_Holds() =>
        Assert.Equal(Verdict.Holds,
            InlineModel.Check(Blink, "SPECIFICATION Strong PROPERTY Ends CHECK_DEADLOCK FALSE").Verdict);

    [Theory]
    [InlineData("<>[](x # 1)", Verdict.Violated)]
    [InlineData("[]<>(x = 1)", Verdict.Holds)]
    [InlineData("[]<><<Next>>_x", Verdict.Holds)]
    [InlineData("<>[][x' = x]_x", Verdict.Violated)]
    [InlineData("x = 0 ~> x = 2", Verdict.Holds)]
    [InlineData("x = 0 ~> x = 7", Verdict.Violated)]
    [InlineData("\\A i \\in 0..2 : []<>(x = i)", Verdict.Holds)]
    [InlineData("\\A i \\in 0..3 : []<>(x = i)", Verdict.Violated)]
    [InlineData("[](x = 1 => <>(x = 0))", Verdict.Holds)]
    [InlineData("([]<>(x = 1)) => ([]<>(x = 2))", Verdict.Holds)]
    [InlineData("([]<>(x = 1)) <=> (<>[](x = 2))", Verdict.Violated)]
    [InlineData("~[]<>(x = 1)", Verdict.Violated)]
    [InlineData("SF_x(Next)", Verdict.Holds)]
    [InlineData("WF_x(x = 1 /\\ x' = 9)", Verdict.Holds)]
    [InlineData("SF_x(x = 1 /\\ x' = 9)", Verdict.Violated)]
    public void TemporalFormulas_OverAFairRing_HaveTheirMeaning(string property, Verdict expected)
    {
        var result = InlineModel.Check(
            $"""
            EXTENDS Naturals
            VARIABLE x
            Next == x' = (x + 1) % 3
            Spec == x = 0 /\ [][Next]_x /\ WF_x(Next)
            Prop == {property}
            """,
            "SPECIFICATION Spec PROPERTY Prop");
        Assert.True(expected == result.Verdict, $"{property}: {result.Verdict} {string.Join("; ", result.Diagnostics)}");
    }

    [Fact]
    public void Fairness_QuantifiedOverAConstantSet_IsOneConditionForEach()
    {
        const string body = """
            EXTENDS Naturals
            CONSTANT Nodes
            VARIABLE done
            Do(n) == n \notin done /\ done' = done \cup {n}
            Spec == done = {} /\ [][\E n \in Nodes : Do(n)]_done /\ \A n \in Nodes : WF_done(Do(n))
            All == \A n \in Nodes : <>(n \in done)
            """;
        var result = InlineModel.Check(body, "CONSTANT Nodes = {a, b, c} SPECIFICATION Spec PROPERTY All CHECK_DEADLOCK FALSE");
        Assert.Equal(Verdict.Holds, result.Verdict);
    }

    [Fact]
    public void SeveralProperties_TheViolatedOneIsNamed()
    {
        var result = InlineModel.Check(Count + "\nReaches2 == <>(x = 2)\nReaches9 == <>(x = 9)",
            "SPECIFICATION FairSpec PROPERTIES Ends Reaches2 Reaches9 CHECK_DEADLOCK FALSE");
        Assert.Equal((Verdict.Violated, "Reaches9", "0 1 2 >3"), (result.Verdict, result.Property, result.Lasso()));
    }

    [Fact]
    public void Liveness_WithAConstraint_IsRefused()
    {
        var result = InlineModel.Check(Count + "\nLow == x < 2",
            "SPECIFICATION FairSpec PROPERTY Ends CONSTRAINT Low CHECK_DEADLOCK FALSE");
        Assert.Equal(Verdict.Unsupported, result.Verdict);
        Assert.Equal("VTL0604: Ends speaks of whole behaviours, and the constraint Low leaves out 1 step, which could satisfy"
            + " or violate it; the behaviours without them do not violate it",
            result.Diagnostics.Select(d => $"{d.Code}: {d.Message}").Single());
    }

    [Theory]
    [InlineData("CONSTRAINT Low", "Low == x < 2")]
    [InlineData("ACTION_CONSTRAINT Low", "Low == x' < 2")]
    [InlineData("VIEW Low", "Low == x \\div 2")]
    public void Liveness_ViolatedInWhatIsLeft_IsViolated(string statement, string definition)
    {
        var result = InlineModel.Check($"{Count}\n{definition}", $"SPECIFICATION Spec PROPERTY Ends {statement} CHECK_DEADLOCK FALSE");
        Assert.Equal((Verdict.Violated, ">0"), (result.Verdict, result.Lasso()));
    }

    [Fact]
    public void Liveness_WithAConstraintThatLeavesNothingOut_Holds()
    {
        var result = InlineModel.Check(Count + "\nLow == x < 9",
            "SPECIFICATION FairSpec PROPERTY Ends CONSTRAINT Low CHECK_DEADLOCK FALSE");
        Assert.Equal(Verdict.Holds, result.Verdict);
    }

    [Theory]
    [InlineData("x < 9", Verdict.Holds, "")]
    [InlineData("x < 2", Verdict.Unsupported, "VTL0421: the conjunct []P of Boxed cuts off a state that its next-state relation reaches")]
    public void Specification_WithABoxedConjunct_IsRefusedWhereItCutsOffStates(string boxed, Verdict verdict, string message)
    {
        var result = InlineModel.Check($"{Count}\nBoxed == FairSpec /\\ []({boxed})", "SPECIFICATION Boxed PROPERTY Ends CHECK_DEADLOCK FALSE");
        Assert.Equal((verdict, message), (result.Verdict, string.Join('\n', result.Diagnostics.Select(d => $"{d.Code}: {d.Message}"))));
    }

    private const string Meter = """
        EXTENDS Naturals
        VARIABLE n
        Up == n < 2 /\ n' = n + 1
        Spec == n = 0 /\ [][Up]_n /\ WF_n(Up)
        """;

    // The abstract variable is no variable here, so ENABLED must bind n' as a name of its own.
    private const string Set = """
        EXTENDS Naturals, FiniteSets
        VARIABLE s
        Add(i) == i \notin s /\ s' = s \cup {i}
        Next == \E i \in 1..2 : Add(i)
        Spec == s = {} /\ [][Next]_s
        FairSpec == Spec /\ WF_s(Next)
        I == INSTANCE Meter WITH n <- Cardinality(s)
        Refines == I!Spec
        """;

    [Fact]
    public void Refinement_WithFairness_Holds()
    {
        var result = InlineModel.Check(
            Set, "SPECIFICATION FairSpec PROPERTY Refines CHECK_DEADLOCK FALSE", ("Meter", Meter));
        Assert.True(result.Verdict == Verdict.Holds, string.Join("; ", result.Diagnostics));
    }

    [Fact]
    public void Refinement_WithoutFairness_ViolatesTheAbstractFairness()
    {
        var result = InlineModel.Check(Set, "SPECIFICATION Spec PROPERTY Refines CHECK_DEADLOCK FALSE", ("Meter", Meter));
        Assert.Equal((Verdict.Violated, "Refines", ">{}"), (result.Verdict, result.Property, result.Lasso()));
    }

    [Fact]
    public void Refinement_StepThatTheAbstractionForbids_IsViolatedAsASafetyProperty()
    {
        var result = InlineModel.Check(
            Set.Replace("s \\cup {i}", "s \\cup {1, 2}", StringComparison.Ordinal),
            "SPECIFICATION FairSpec PROPERTY Refines CHECK_DEADLOCK FALSE", ("Meter", Meter));
        Assert.Equal((Verdict.Violated, "Refines", 2, null), (result.Verdict, result.Property, result.Trace.Length, result.LoopStart));
    }
}
