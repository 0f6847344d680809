using Verified.Checking;
using Verified.Tests.Spec.Checking;

namespace Verified.Tests.Spec.Evaluation;

/// <summary>Verdicts and counts of small specifications; recorded from runs of TLC on the same text.</summary>
public sealed class SearchTests
{
    /// <summary>Each way to make the next-state relation true is a state generated, as long as a variable is open.</summary>
    [Theory]
    [InlineData("equal disjuncts count twice", @"(x < 3 /\ x' = x + 1) \/ (x < 3 /\ x' = x + 1)", 4, 7)]
    [InlineData("a disjunction before the assignment branches", @"(x = 0 \/ x < 3) /\ x' = (x + 1) % 3", 3, 5)]
    [InlineData("a disjunction behind it is a test", @"x' = (x + 1) % 3 /\ (TRUE \/ TRUE)", 3, 4)]
    [InlineData("a constant definition is one value", @"Constant /\ x' = (x + 1) % 3", 3, 4)]
    [InlineData("a constant LET branches", @"LET c == TRUE \/ TRUE IN c /\ x' = (x + 1) % 3", 3, 7)]
    [InlineData("a definition branches", @"State /\ x' = (x + 1) % 3", 3, 7)]
    [InlineData("an argument branches", @"If(x = 0 \/ x < 5) /\ x' = (x + 1) % 3", 3, 5)]
    [InlineData("\\A branches in its body", @"(\A i \in 1 .. 2 : x = 0 \/ x < 3) /\ x' = (x + 1) % 3", 3, 7)]
    [InlineData("\\A assigns once", @"\A i \in 1 .. 3 : x' = (x + 1) % 3", 3, 4)]
    [InlineData("\\E over a filter", @"\E i \in {j \in 0 .. 3 : j # x} : x' = i", 4, 13)]
    [InlineData("IF takes one branch", @"IF x = 0 THEN x' \in {1, 2} ELSE x' = 0", 3, 5)]
    [InlineData("CASE takes the first arm", @"CASE x = 0 -> x' \in {1, 2} [] x >= 0 -> x' = 0 [] OTHER -> x' = 3", 3, 5)]
    [InlineData("an implication with a false premise assigns nothing", @"(x > 5 => x' = 9) /\ x' = (x + 1) % 3", 3, 4)]
    [InlineData("a second assignment is a test", @"x' \in 0 .. 3 /\ x' \in {1, 2, 5} /\ x' # x", 3, 5)]
    [InlineData("[A]_v stutters too", @"[x' = 1 - x]_x", 2, 5)]
    [InlineData("<<A>>_v does not", @"<<x' \in 0 .. 1>>_x", 2, 3)]
    [InlineData("subsets of a set", @"x' \in {0, 1} /\ {x'} \subseteq {1}", 2, 3)]
    [InlineData("a recursive operator branches", @"Recursive(3)", 4, 17)]
    [InlineData("a recursive guard branches", @"Guard(3) /\ x' = 1 - x", 2, 17)]
    [InlineData("a function's value may be an action", @"[i \in 1 .. 2 |-> x' = i][1]", 2, 3)]
    [InlineData("a function's value may branch", @"[i \in 0 .. 2 |-> x = i \/ x < 9][0] /\ x' = 1 - x", 2, 4)]
    [InlineData("UNCHANGED of a definition", @"UNCHANGED All", 1, 2)]
    [InlineData("UNCHANGED of a parameter", @"Keep(<<x>>)", 1, 2)]
    [InlineData("a primed parameter", @"Set(x, 1 - x)", 2, 3)]
    [InlineData("a primed definition", @"x' = 1 /\ All' = <<1>>", 2, 3)]
    [InlineData("an action as argument", @"Both(x' \in 0 .. 1, x' = 0 \/ x' = 1)", 2, 5)]
    [InlineData("an action as LAMBDA", @"Do(LAMBDA k : x' = k /\ k # x)", 3, 7)]
    public void Next_IsEnumeratedAsByTlc(string what, string next, long distinct, long generated)
    {
        using var specification = new Specification($"""
            EXTENDS Naturals
            VARIABLE x
            RECURSIVE Recursive(_), Guard(_)
            Recursive(n) == IF n = 0 THEN x' = 0 ELSE x' = n \/ Recursive(n - 1)
            Guard(n) == IF n = 0 THEN TRUE ELSE Guard(n - 1) \/ Guard(n - 1)
            Constant == TRUE \/ TRUE
            State == x < 9 \/ x < 8
            If(P) == P
            All == <<x>>
            Keep(v) == UNCHANGED v
            Set(v, e) == v' = e
            Both(A, B) == A /\ B
            Do(A(_)) == \E i \in 0 .. 2 : A(i)
            Init == x = 0
            Next == {next}
            """);
        var result = specification.Check();
        Assert.Equal("", specification.Show(result.Diagnostics));
        Assert.Equal((what, Verdict.Holds, distinct, generated), (what, result.Verdict, result.Distinct, result.Generated));
    }
}
