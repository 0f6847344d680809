using Verified.Checking;
using Verified.Tests.Spec.Checking;

namespace Verified.Tests.Spec.Packing;

/// <summary>Every word that a remembered result depends on is noted: in each model two states differ in one such word
/// only, and the second would get the result of the first. Both engines must agree (<see cref="BothEngines"/>).</summary>
public sealed class RememberedReadsTests
{
    private const string Head = "EXTENDS Integers, Sequences, FiniteSets\n";

    // Look is remembered for one x and asked again for the others; b must keep pace with a.
    private static string WithLook(string look) => $$"""
        VARIABLES x, a, b
        Init == x = 0 /\ a = 0 /\ b = 0
        Shift == \E i \in 0 .. 3 : x' = i /\ UNCHANGED <<a, b>>
        {{look}}
        Next == Shift \/ Look
        Inv == a = b
        """;

    // ---- lazy values, which compute their elements once and keep them ----

    [Fact]
    public void LazyFunction_ComparedInTwoAssignments_IsReadByBoth()
    {
        AssertHolds(WithLook("""
            Look == LET f[i \in 1 .. 2] == IF i = 1 THEN x ELSE f[1] + 1
                    IN /\ UNCHANGED x
                       /\ a' = IF f = <<0, 1>> THEN 0 ELSE f[1]
                       /\ b' = IF f = <<0, 1>> THEN 0 ELSE f[1]
            """), distinct: 16);
    }

    [Fact]
    public void LazyArgument_PassedOnByRecursion_IsReadByBothAssignments()
    {
        AssertHolds(WithLook("""
            RECURSIVE Down(_, _)
            Down(n, v) == IF n = 0 THEN v ELSE Down(n - 1, v)
            Look == LET v == x + 1
                    IN /\ UNCHANGED x
                       /\ a' = Down(2, v)
                       /\ b' = Down(2, v)
            """), distinct: 20);
    }

    [Fact]
    public void LazyFunction_WithinATuple_IsReadByBothAssignments()
    {
        AssertHolds(WithLook("""
            f[i \in 1 .. 2] == IF i = 1 THEN x ELSE f[1] + 1
            Look == LET t == <<f>>
                    IN /\ UNCHANGED x
                       /\ a' = IF t = <<<<0, 1>>>> THEN 0 ELSE t[1][1]
                       /\ b' = IF t = <<<<0, 1>>>> THEN 0 ELSE t[1][1]
            """), distinct: 16);
    }

    [Fact]
    public void LazyFunction_InAnInvariant_IsOfTheStateThatIsJudged()
    {
        AssertHolds("""
            VARIABLES x, y
            Init == x = 0 /\ y = 0
            Next == (x' = (x + 1) % 3 /\ UNCHANGED y) \/ (y' = x /\ UNCHANGED x)
            Inv == LET f[i \in 1 .. 2] == IF i = 1 THEN x ELSE f[1] + 1 IN f = <<x, x + 1>>
            """, distinct: 9);
    }

    [Fact]
    public void LazyFilter_CountedInTwoAssignments_IsReadByBoth()
    {
        AssertHolds(WithLook("""
            Look == LET below == {<<i, j>> \in (1 .. 3) \X {0} : i <= x}
                    IN UNCHANGED x /\ a' = Cardinality(below) /\ b' = Cardinality(below)
            """), distinct: 16);
    }

    [Fact]
    public void LazyFilter_MadeFirst_LetsAllThatIsReadDecide()
    {
        AssertHolds(WithLook("""
            Look == LET below == {<<i, j>> \in (1 .. 3) \X {0} : i <= x}
                    IN a' = Cardinality(below) /\ b' = Cardinality(below) /\ UNCHANGED x
            """), distinct: 16);
    }

    [Fact]
    public void LazyFunction_MadeHalfway_LetsWhatWasReadBeforeDecide()
    {
        AssertHolds("""
            VARIABLES x, y, a
            Init == x = 0 /\ y = 0 /\ a = 0
            Flip == y' = 1 - y /\ a' = 0 /\ UNCHANGED x
            Look == LET f[i \in 1 .. 2] == IF i = 1 THEN x ELSE f[1] + 1
                    IN /\ UNCHANGED <<x, y>>
                       /\ a' = IF y = 0 THEN (IF f = <<0, 1>> THEN 0 ELSE 8) ELSE (IF f = <<0, 1>> THEN 1 ELSE 9)
            Next == Flip \/ Look
            Inv == a \in {0, y}
            """, distinct: 3);
    }

    // ---- definitions and arguments, evaluated once for all who use them ----

    [Fact]
    public void Definition_UsedAgain_IsADependencyOfBothAssignments()
    {
        AssertHolds(WithLook("Look == LET d == x + 1 IN UNCHANGED x /\\ a' = d /\\ b' = d"), distinct: 20);
    }

    [Fact]
    public void Argument_UsedAgain_IsADependencyOfBothAssignments()
    {
        AssertHolds(WithLook("""
            Put(d) == UNCHANGED x /\ a' = d /\ b' = d
            Look == Put(x + 1)
            """), distinct: 20);
    }

    [Fact]
    public void Definition_UsedByAnother_IsADependencyOfWhoUsesThat()
    {
        AssertHolds(WithLook("Look == LET d == x + 1  e == d + 1 IN UNCHANGED x /\\ a' = d + 1 /\\ b' = e"), distinct: 20);
    }

    [Fact]
    public void Definition_UsedByAnother_IsADependencyOfWhoUsesThatAgain()
    {
        AssertHolds(WithLook("Look == LET d == x  e == d + 1 IN UNCHANGED x /\\ a' = e /\\ b' = e"), distinct: 20);
    }

    [Fact]
    public void Definition_SeenByARecursiveOperator_IsADependencyThere()
    {
        AssertHolds(WithLook("""
            Look == LET d == x + 1
                        RECURSIVE Down(_)
                        Down(n) == IF n = 0 THEN d ELSE Down(n - 1)
                    IN UNCHANGED x /\ a' = d /\ b' = Down(2)
            """), distinct: 20);
    }

    [Fact]
    public void Definition_SeenByALazyFunction_IsADependencyThere()
    {
        AssertHolds(WithLook("""
            Look == LET d == x + 1
                        f[i \in 0 .. 2] == IF i = 0 THEN d ELSE f[i - 1]
                    IN UNCHANGED x /\ a' = d /\ b' = f[2]
            """), distinct: 20);
    }

    // ---- sets of several words: which one an element is in ----

    // An interval as such is a value like any other, without words for its elements.
    private const string WideSet = """
        VARIABLES n, s
        Init == n = 0 /\ s = (0 .. 40) \ {0}
        """;

    [Fact]
    public void Membership_InASetOfSeveralWords_DependsOnTheElementsWord()
    {
        AssertHolds(WideSet + """

            Next == \E e \in 1 .. 40 : n < 2 /\ e \in s /\ n' = n + 1 /\ s' = s \ {e}
            Inv == n = 40 - Cardinality(s)
            """, distinct: 1 + 40 + (40 * 39 / 2));
    }

    [Fact]
    public void NonMembership_InASetOfSeveralWords_DependsOnTheElementsWord()
    {
        AssertHolds(WideSet + """

            Next == \E e \in 1 .. 80 : n < 2 /\ e \notin s /\ n' = n + 1 /\ s' = s \cup {e}
            Inv == n = Cardinality(s) - 40
            """, distinct: 1 + 40 + (40 * 39 / 2));
    }

    [Fact]
    public void Invariant_OfAnElementOfASetOfSeveralWords_IsJudgedWhenItsWordChanges()
    {
        for (var element = 1; element <= 40; element += 3)
            AssertViolated(WideSet + $$"""

                Next == n < 40 /\ n' = n + 1 /\ s' = s \ {n'}
                Inv == {{element}} \in s
                """, length: element + 1);
    }

    // ---- what an invariant has ever depended on ----

    [Fact]
    public void Invariant_ThatReadsMoreLater_IsJudgedWhenThatChanges()
    {
        AssertViolated("""
            VARIABLES n, m
            Init == n = 0 /\ m = 0
            Next == IF n < 3 THEN n' = n + 1 /\ UNCHANGED m ELSE m < 3 /\ m' = m + 1 /\ UNCHANGED n
            Inv == n < 2 \/ m < 2
            """, length: 6);
    }

    [Fact]
    public void Invariant_OfEachElement_IsJudgedForNewOnes()
    {
        AssertViolated("""
            VARIABLES s, f
            Init == s = {} /\ f = [i \in 1 .. 4 |-> i % 3]
            Next == \E i \in 1 .. 4 : (\A j \in 1 .. i - 1 : j \in s) /\ s' = s \cup {i} /\ UNCHANGED f
            Inv == \A i \in s : f[i] < 2
            """, length: 3);
    }

    [Fact]
    public void Invariant_OfEachElement_IsJudgedForOldOnes()
    {
        AssertViolated("""
            VARIABLES s, f
            Init == s = {1, 2} /\ f = [i \in 1 .. 2 |-> 0]
            Next == \E i \in 1 .. 2 : f[i] < 5 /\ f' = [f EXCEPT ![i] = @ + 1] /\ UNCHANGED s
            Inv == \A i \in s : f[i] < 3
            """, length: 4);
    }

    [Theory]
    [InlineData("n < 2")]
    [InlineData("m < 2")]
    public void Invariant_OfOneVariable_IsJudgedThoughOthersChangeToo(string invariant)
    {
        AssertViolated($$"""
            VARIABLES n, m
            Init == n = 0 /\ m = 0
            Next == n < 5 /\ n' = n + 1 /\ m' = m + 1
            Inv == {{invariant}}
            """, length: 3);
    }

    // ---- what was assigned before, and what leads to no step ----

    [Fact]
    public void Assignment_ThatReadsTheNextValueOfAnother_DependsOnWhatThatDependsOn()
    {
        AssertHolds("""
            VARIABLES x, a, b
            Init == x = 0 /\ a = 0 /\ b = 0
            Shift == \E i \in 0 .. 3 : x' = i /\ UNCHANGED <<a, b>>
            Look == UNCHANGED x /\ a' = x /\ b' = IF a' > 1 THEN 1 ELSE 0
            Next == Shift \/ Look
            Inv == b = IF a > 1 THEN 1 ELSE 0
            """, distinct: 16);
    }

    [Fact]
    public void Branch_ThatIsAbandoned_DependsOnWhatItAssigned()
    {
        AssertFault("""
            VARIABLES x, a, b
            Init == x = 0 /\ a = 0 /\ b = 0
            Shift == x < 3 /\ x' = x + 1 /\ UNCHANGED <<a, b>>
            Look == /\ UNCHANGED x
                    /\ a' = 1
                    /\ \/ b' = 1
                       \/ b' = <<1, 2, 3>>[3 - x] /\ b' < 0
            Next == Shift \/ Look
            """);
    }

    [Fact]
    public void Test_OfAnAssignedValue_DependsOnWhatWasAssigned()
    {
        AssertHolds("""
            VARIABLES x, a
            Init == x = 0 /\ a = 0
            Shift == \E i \in 0 .. 3 : x' = i /\ UNCHANGED a
            Look == UNCHANGED x /\ a' = x /\ a' > 1
            Next == Shift \/ Look
            Inv == a # 1
            """, distinct: 12);
    }

    private static void AssertHolds(string body, long distinct)
    {
        var result = Check(body);
        Assert.Empty(result.Diagnostics);
        Assert.Equal((Verdict.Holds, distinct), (result.Verdict, result.Distinct));
    }

    private static void AssertViolated(string body, int length)
    {
        var result = Check(body);
        Assert.Equal((Verdict.Violated, "Inv", length), (result.Verdict, result.Property, result.Trace.Length));
    }

    private static void AssertFault(string body) => Assert.Equal(Verdict.Error, Check(body).Verdict);

    private static CheckResult Check(string body)
    {
        using var specification = new Specification(Head + body);
        var invariant = body.Contains("Inv ==", StringComparison.Ordinal) ? "INVARIANT Inv" : "";
        return specification.Check(Specification.InitNext + invariant);
    }
}
