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

    private const string Ladder = """
        EXTENDS Naturals
        CONSTANT Last
        VARIABLE x
        Climb(n) == x = n - 1 /\ x' = n
        Next == \E n \in 1 .. Last : Climb(n)
        Spec == x = 0 /\ [][Next]_x /\ \A n \in 1 .. Last : WF_x(Climb(n))
        LazySpec == x = 0 /\ [][Next]_x /\ \A n \in (1 .. Last) \ {Last - 1} : WF_x(Climb(n))
        Top == <>(x = Last)
        """;

    // More fair steps than a search records.
    [Theory]
    [InlineData("Spec", 70, Verdict.Holds)]
    [InlineData("LazySpec", 70, Verdict.Violated)]
    [InlineData("Spec", 140, Verdict.Holds)]
    [InlineData("LazySpec", 140, Verdict.Violated)]
    public void Fairness_OfManySteps_IsAskedOfEach(string specification, int last, Verdict verdict) => Assert.Equal(verdict,
        InlineModel.Check(Ladder, $"CONSTANT Last = {last} SPECIFICATION {specification} PROPERTY Top CHECK_DEADLOCK FALSE").Verdict);

    // The step is enabled though the constraint leaves it out: staying below it is not fair.
    [Theory]
    [InlineData("CONSTRAINT Low")]
    [InlineData("ACTION_CONSTRAINT LowNext")]
    public void Fairness_OfAStepThatAConstraintLeavesOut_IsStillOwed(string constraint)
    {
        var result = InlineModel.Check(
            """
            EXTENDS Naturals
            VARIABLE x
            Up == x < 2 /\ x' = x + 1
            Turn == x = 1 /\ x' = 0
            Next == Up \/ Turn
            Low == x < 2
            LowNext == x' < 2
            Spec == x = 0 /\ [][Next]_x /\ WF_x(Up) /\ WF_x(x = 1 /\ Up)
            Leaves == []<>(x = 0)
            """,
            $"SPECIFICATION Spec PROPERTY Leaves {constraint} CHECK_DEADLOCK FALSE");
        // Who stays at 1 violates the property. What the behaviours above 2 do is not known.
        Assert.Equal(Verdict.Unsupported, result.Verdict);
        Assert.EndsWith("the behaviours without them do not violate it", result.Diagnostics.Single().Message, StringComparison.Ordinal);
    }

    // Next has the action twice, and once more under another name.
    [Fact]
    public void Fairness_OfAnActionThatAppearsTwice_IsThatOfTheAction()
    {
        var result = InlineModel.Check(
            """
            EXTENDS Naturals
            VARIABLES x, y
            vars == <<x, y>>
            Set(n) == x # n /\ x' = n /\ y' = y
            Again(n) == Set(n)
            Flip == y' = 1 - y /\ x' = x
            Next == Set(1) \/ Flip \/ Again(1) \/ Set(1) \/ Set(0)
            Spec == x = 0 /\ y = 0 /\ [][Next]_vars /\ SF_vars(Set(1)) /\ SF_vars(Again(0)) /\ WF_vars(Flip)
            Alternates == []<>(x = 0) /\ []<>(x = 1)
            Rests == <>[](y = 0)
            """,
            "SPECIFICATION Spec PROPERTIES Alternates Rests CHECK_DEADLOCK FALSE");
        Assert.Equal((Verdict.Violated, "Rests"), (result.Verdict, result.Property));
    }

    // The action is taken all the time, but never so that its subscript changes.
    [Theory]
    [InlineData("x", Verdict.Violated)]
    [InlineData("<<x, y>>", Verdict.Holds)]
    [InlineData("<<x, x + y>>", Verdict.Holds)]
    public void Fairness_OfAStepThatKeepsItsSubscript_IsNotMet(string subscript, Verdict verdict)
    {
        var result = InlineModel.Check(
            $"""
            EXTENDS Naturals
            VARIABLES x, y
            Go == x' = x /\ y' = (y + 1) % 2
            Stay == x' = x /\ y' = y
            Next == Go \/ Stay
            Spec == x = 0 /\ y = 0 /\ [][Next]_<<x, y>> /\ WF_{subscript}(Next)
            Moves == []<>(y = 1)
            """,
            "SPECIFICATION Spec PROPERTY Moves");
        Assert.Equal(verdict, result.Verdict);
    }

    // ENABLED takes the variable of the instance for one that may change by itself, whatever stands for it here.
    [Fact]
    public void Fairness_OfAnInstance_IsEnabledByItsOwnVariables()
    {
        var result = InlineModel.Check(
            """
            EXTENDS Naturals
            VARIABLE s
            Init == s = 0
            Next == s < 2 /\ s' = s + 1
            Spec == Init /\ [][Next]_s /\ WF_s(Next)
            Twice == INSTANCE Pair WITH a <- s, b <- 5
            Owes == Twice!Fair
            """,
            "SPECIFICATION Spec PROPERTY Owes CHECK_DEADLOCK FALSE",
            ("Pair", """
                EXTENDS Naturals
                VARIABLES a, b
                Both == a' = a /\ b' = b + 1
                Fair == WF_<<a, b>>(Both)
                """));
        Assert.Equal((Verdict.Violated, "Owes"), (result.Verdict, result.Property));
    }
}
