using Verified.Checking;
using Verified.Tests.Spec.Checking;

namespace Verified.Tests.Spec.Packing;

/// <summary>Where remembering what evaluation read could go wrong. Each model is checked on values as well, and the two
/// must agree (<see cref="BothEngines"/>).</summary>
public sealed class PackedSearchTests
{
    private const string Head = "EXTENDS Integers, Sequences, FiniteSets\n";

    [Fact]
    public void Let_OfALazySet_ReadsTheStateInWhichItIsUsed()
    {
        AssertHolds("""
            VARIABLES run, free
            Init == run = [p \in 1 .. 2 |-> FALSE] /\ free = 2
            Toggle(p) == /\ run' = [run EXCEPT ![p] = ~@]
                         /\ free' = IF run[p] THEN free + 1 ELSE free - 1
            Next == (\E p \in 1 .. 2 : ~run[p] /\ Toggle(p))
            Inv == LET held == {<<p, q>> \in (1 .. 2) \X {0} : run[p]} IN free + Cardinality(held) = 2
            """, distinct: 4);
    }

    [Fact]
    public void Let_SharedByTwoVariables_IsADependencyOfBoth()
    {
        AssertHolds("""
            VARIABLES f, at, a, b
            Init == f = [i \in 1 .. 3 |-> 1] /\ at = 1 /\ a = 0 /\ b = 0
            RECURSIVE Follow(_, _)
            Follow(i, n) == IF n = 0 THEN i ELSE Follow(f[i], n - 1)
            Look == LET end == Follow(at, 3)
                    IN a' = end /\ b' = (IF f[end] = end THEN end ELSE 0) /\ at' = (at % 3) + 1 /\ UNCHANGED f
            Turn == a = 0 /\ \E i \in 1 .. 3 : f' = [f EXCEPT ![i] = (@ % 3) + 1] /\ UNCHANGED <<at, a, b>>
            Next == Look \/ Turn
            """);
    }

    [Fact]
    public void Sequence_ThatGrowsLate_ChangesTheLayout()
    {
        AssertHolds("""
            VARIABLES n, q
            Init == n = 0 /\ q = <<0, 0>>
            Next == n < 800 /\ n' = n + 1 /\ q' = IF n > 700 THEN Append(q, n % 2) ELSE q
            Inv == Len(q) = IF n > 701 THEN n - 699 ELSE 2
            """, distinct: 801);
    }

    [Fact]
    public void Set_ThatOutgrowsItsBits_ChangesTheLayout()
    {
        AssertHolds("""
            VARIABLES n, s
            Init == n = 0 /\ s = {}
            Next == n < 900 /\ n' = n + 1 /\ s' = IF n < 600 THEN s ELSE s \cup {n}
            Inv == Cardinality(s) = IF n < 600 THEN 0 ELSE n - 600
            """, distinct: 901);
    }

    [Fact]
    public void Set_OfSeveralWords_KeepsEachElement()
    {
        AssertHolds("""
            VARIABLES n, s
            Init == n = 0 /\ s = {}
            at == (n * 7) % 41
            Next == n < 600 /\ n' = n + 1 /\ s' = IF at \in s THEN {x \in s : x # at} ELSE s \cup {at}
            Inv == Cardinality(s) = IF (n \div 41) % 2 = 0 THEN n % 41 ELSE 41 - (n % 41)
            """, distinct: 601);
    }

    [Fact]
    public void Set_OfElementsWithoutAnOrder_IsStillAFault()
    {
        using var specification = new Specification(Head + """
            VARIABLES n, s
            Init == n = 0 /\ s = {}
            Next == n < 600 /\ n' = n + 1 /\ s' = IF n = 550 THEN {"a"} ELSE IF n > 550 THEN s ELSE {n % 2}
            Inv == n < 560 \/ 1 \notin s
            """);
        var result = specification.Check(Specification.InitNext + "INVARIANT Inv");
        Assert.Equal(Verdict.Error, result.Verdict);
    }

    [Fact]
    public void Membership_OfFunctionSets_IsAskedForEachResult()
    {
        AssertHolds("""
            VARIABLE f
            Init == f = [p \in 1 .. 3 |-> 0]
            Next == \E p \in 1 .. 3, v \in 0 .. 2 : f' = [f EXCEPT ![p] = v] /\ v # f[p]
            Inv == f \in [1 .. 3 -> 0 .. 2] /\ f \notin [1 .. 2 -> 0 .. 2]
            """, distinct: 27);
    }

    [Fact]
    public void Membership_OfFunctionSets_IsFalseForOneResult()
    {
        using var specification = new Specification(Head + """
            VARIABLE f
            Init == f = [p \in 1 .. 3 |-> 0]
            Next == \E p \in 1 .. 3, v \in 0 .. 2 : f' = [f EXCEPT ![p] = v]
            Inv == f \in [1 .. 3 -> 0 .. 1]
            """);
        var result = specification.Check(Specification.InitNext + "INVARIANT Inv");
        Assert.Equal((Verdict.Violated, "Inv", 2), (result.Verdict, result.Property, result.Trace.Length));
    }

    [Fact]
    public void Except_OfOnePlaceTwice_SeesTheEarlierUpdate()
    {
        AssertHolds("""
            VARIABLE f
            Init == f = [p \in 1 .. 2 |-> 0]
            Next == f[1] < 12 /\ f' = [f EXCEPT ![1] = @ + 1, ![1] = @ + 2, ![2] = f[1], ![3] = 7]
            Inv == f[2] = (IF f[1] = 0 THEN 0 ELSE f[1] - 3)
            """, distinct: 5);
    }

    [Fact]
    public void Quantifier_OverASetInTheState_SeesElementsThatComeLate()
    {
        AssertHolds("""
            VARIABLES s, done
            Init == s = {} /\ done = {}
            Send == \E i \in 1 .. 5 : s' = s \cup {<<i, Cardinality(s)>>} /\ Cardinality(s) < 3 /\ UNCHANGED done
            Take == \E m \in s : m \notin done /\ done' = done \cup {m} /\ UNCHANGED s
            Drop == \E m \in done : done' = done \ {m} /\ s' = s \ {m}
            Next == Send \/ Take \/ Drop
            Inv == \A m \in done : m \in s /\ m[2] < 3
            """);
    }

    [Fact]
    public void Assignment_WithoutValue_IsAFaultThoughNoStepComesOfIt()
    {
        using var specification = new Specification(Head + """
            VARIABLES n, f
            Init == n \in 0 .. 2 /\ f = <<0, 0>>
            Next == /\ n' = 0
                    /\ f' = [i \in 1 .. 2 |-> IF n = 2 THEN Head(<<>>) ELSE f[i]]
                    /\ ~TRUE
            """);
        Assert.Equal(Verdict.Error, specification.Check(Specification.InitNext).Verdict);
    }

    [Fact]
    public void Invariant_ThatIsConstantlyFalse_IsViolatedAtOnce()
    {
        using var specification = new Specification(Head + "VARIABLE n\nInit == n = 0\nNext == n' = 1 - n\nInv == Len(<<>>) = 1");
        var result = specification.Check(Specification.InitNext + "INVARIANT Inv");
        Assert.Equal((Verdict.Violated, 1), (result.Verdict, result.Trace.Length));
    }

    [Fact]
    public void Definition_OfOneState_IsAskedInBothStatesOfAStep()
    {
        using var specification = new Specification(Head + """
            VARIABLES sent, done
            Init == sent = {} /\ done = {}
            Send == \E i \in 1 .. 3, j \in 1 .. 2 : sent' = sent \cup {<<i, j>>} /\ UNCHANGED done
            Take == \E m \in sent : done' = done \cup {m[1]} /\ UNCHANGED sent
            Next == Send \/ Take
            open == {m[1] : m \in sent} \ done
            mostly == [i \in 1 .. 3 |-> Cardinality({m \in sent : m[1] = i})]
            Grows == [][\A i \in 1 .. 3 : mostly'[i] >= mostly[i]]_<<sent, done>>
            OneByOne == [][Cardinality(open') <= Cardinality(open) + 1]_<<sent, done>>
            NeverCloses == [][open \subseteq open']_<<sent, done>>
            """);
        Assert.Equal(Verdict.Holds, specification.Check(Specification.InitNext + "PROPERTIES Grows OneByOne").Verdict);
        var result = specification.Check(Specification.InitNext + "PROPERTY NeverCloses");
        Assert.Equal((Verdict.Violated, "NeverCloses", 3), (result.Verdict, result.Property, result.Trace.Length));
    }

    [Fact]
    public void Definition_OfOneState_WithoutValueSomewhere_IsAFaultOnlyWhereItIsUsed()
    {
        using var specification = new Specification(Head + """
            VARIABLES n, s
            Init == n = 0 /\ s = {0}
            Next == n < 700 /\ n' = n + 1 /\ s' = IF n < 600 THEN {n, n + 1} ELSE {}
            least == CHOOSE x \in s : \A y \in s : x <= y
            Kept == n < 600 => least \in {n, n - 1, 0}
            Wrong == least >= 0
            """);
        Assert.Equal(Verdict.Holds, specification.Check(Specification.InitNext + "INVARIANT Kept").Verdict);
        var result = specification.Check(Specification.InitNext + "INVARIANT Wrong");
        Assert.Equal((Verdict.Error, 602), (result.Verdict, result.Trace.Length));
    }

    [Fact]
    public void Definition_OfALazyFunction_ReadsWhereItIsApplied()
    {
        AssertHolds("""
            VARIABLE cells
            RECURSIVE Sum(_, _)
            Sum(f, S) == IF S = {} THEN 0 ELSE LET x == CHOOSE x \in S : TRUE IN f[x] + Sum(f, S \ {x})
            alive[i \in 0 .. 11] == IF i \notin 1 .. 10 THEN 0 ELSE IF cells[i] THEN 1 ELSE 0
            around(i) == {i + d[1] : d \in {e \in {-1, 1} \X {0} : e[2] = 0}}
            Init == cells \in [1 .. 10 -> BOOLEAN]
            Next == cells' = [i \in 1 .. 10 |-> Sum(alive, around(i)) = 1]
            Inv == Sum(alive, 1 .. 10) = Cardinality({i \in 1 .. 10 : cells[i]})
            """, distinct: 1024);
    }

    [Fact]
    public void Liveness_WithinAConstraint_LeavesOutTheSameSteps()
    {
        using var specification = new Specification(Head + """
            VARIABLES n, m
            Init == n = 0 /\ m = 0
            Next == \/ n' = n + 1 /\ UNCHANGED m
                    \/ m' = 1 - m /\ UNCHANGED n
            Spec == Init /\ [][Next]_<<n, m>> /\ WF_<<n, m>>(Next)
            Small == n < 600
            Flips == []<>(m = 1)
            """);
        var result = specification.Check("SPECIFICATION Spec\nCONSTRAINT Small\nPROPERTY Flips");
        Assert.Equal((Verdict.Unsupported, "VTL0604"), (result.Verdict, Assert.Single(result.Diagnostics).Code));
        Assert.Contains("leaves out 2 steps", Assert.Single(result.Diagnostics).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Enabled_UnderFairness_ReadsWhatTheActionKeeps()
    {
        using var specification = new Specification(Head + """
            VARIABLES n, m
            vars == <<n, m>>
            Init == n = 0 /\ m = 0
            Up == n < 3 /\ n' = n + 1 /\ UNCHANGED m
            Flip == m' = 1 - m /\ UNCHANGED n
            Stay == n' = n /\ m' = m
            Next == Up \/ Flip \/ Stay
            Spec == Init /\ [][Next]_vars /\ WF_vars(Up) /\ WF_vars(Stay)
            Ends == <>(n = 3)
            Settles == <>[](m = 0)
            """);
        Assert.Equal(Verdict.Holds, specification.Check("SPECIFICATION Spec\nPROPERTY Ends").Verdict);
        Assert.Equal(Verdict.Violated, specification.Check("SPECIFICATION Spec\nPROPERTY Settles").Verdict);
    }

    private static void AssertHolds(string body, long? distinct = null)
    {
        using var specification = new Specification(Head + body);
        var invariant = body.Contains("Inv ==", StringComparison.Ordinal) ? "INVARIANT Inv" : "";
        var result = specification.Check(Specification.InitNext + invariant);
        Assert.Empty(result.Diagnostics);
        Assert.Equal((Verdict.Holds, distinct ?? result.Distinct), (result.Verdict, result.Distinct));
    }
}
