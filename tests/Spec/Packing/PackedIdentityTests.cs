using Verified.Checking;
using Verified.Tests.Spec.Checking;

namespace Verified.Tests.Spec.Packing;

/// <summary>SYMMETRY and VIEW on packed states: as on values (<see cref="BothEngines"/>), and as the specification itself
/// counts the states that are taken for one.</summary>
public sealed class PackedIdentityTests
{
    private const string Constants = "CONSTANTS P = {p1, p2, p3}\n";

    /// <summary>How states look, how they are permuted, and where model values are in them.</summary>
    public static TheoryData<string, string> Shapes => new()
    {
        // Functions of functions; both arguments move.
        { "f = [p \\in P |-> [q \\in P |-> 0]]", """
            Next == \E p, q \in P : f[p][q] < 1 /\ f' = [f EXCEPT ![p][q] = 1]
            Image(m) == [p \in P |-> [q \in P |-> f[m[p]][m[q]]]]
            """ },
        // Sets of more elements than a word has bits.
        { "f = {}", """
            Next == \E p, q \in P, n \in 1 .. 5 : Cardinality(f) < 3 /\ <<p, q, n>> \notin f /\ f' = f \cup {<<p, q, n>>}
            Image(m) == {<<m[t[1]], m[t[2]], t[3]>> : t \in f}
            """ },
        // Sequences, which are no places, and model values in what they hold.
        { "f = <<>>", """
            Next == Len(f) < 5 /\ \E p \in P : f' = Append(f, [at |-> p, all |-> {p}])
            Image(m) == [i \in DOMAIN f |-> [at |-> m[f[i].at], all |-> {m[f[i].at]}]]
            """ },
        // Records with a function whose domain changes.
        { "f = [best |-> {}, of |-> <<>>]", """
            Next == \E p \in P, n \in 1 .. 3 : f' = [best |-> f.best \cup {p}, of |-> (p :> n) @@ f.of]
            Image(m) == [best |-> {p \in P : m[p] \in f.best},
                         of |-> [p \in {q \in P : m[q] \in DOMAIN f.of} |-> f.of[m[p]]]]
            """ },
    };

    [Theory]
    [MemberData(nameof(Shapes))]
    public void Symmetry_TakesForOne_WhatPermutationsMapToEachOther(string init, string next)
    {
        using var specification = new Specification($"""
            EXTENDS Integers, Sequences, FiniteSets, TLC
            CONSTANT P
            VARIABLE f
            Init == {init}
            {next}
            Perms == Permutations(P)
            Orbit == <<"of", {"{Image(m) : m \\in Perms}"}>>
            """);
        var all = specification.Check(Constants + Specification.InitNext);
        var reduced = specification.Check(Constants + Specification.InitNext + "SYMMETRY Perms", workers: 2);
        var viewed = specification.Check(Constants + Specification.InitNext + "VIEW Orbit");
        Assert.Equal((Verdict.Holds, Verdict.Holds, Verdict.Holds), (all.Verdict, reduced.Verdict, viewed.Verdict));
        Assert.Equal(viewed.Distinct, reduced.Distinct);
        Assert.True(reduced.Distinct * 2 < all.Distinct);
    }

    [Fact]
    public void View_ExploresTheFirstStateInTheOrderOfElements()
    {
        using var specification = new Specification("""
            EXTENDS Integers
            VARIABLES pool, chosen, n
            Init == pool = {9} /\ chosen = 0 /\ n = 9
            Fill == n > 1 /\ n' = n - 1 /\ pool' = pool \cup {n - 1} /\ UNCHANGED chosen
            Choose == \E x \in pool : n = 1 /\ chosen' = x /\ n' = 0 /\ UNCHANGED pool
            Go == n <= 0 /\ n > -chosen /\ n' = n - 1 /\ UNCHANGED <<pool, chosen>>
            Next == Fill \/ Choose \/ Go
            Shown == <<n, pool>>
            """);
        Assert.Equal(11, specification.Check(Specification.InitNext + "VIEW Shown").Distinct);
    }

    [Theory]
    [InlineData("")]
    [InlineData("CONSTRAINT Few")]
    public void View_WithoutAValue_IsAFault(string constraint)
    {
        using var specification = new Specification("""
            EXTENDS Integers
            VARIABLES n, m
            Init == n = 0 /\ m = 0
            Next == n < 9 /\ n' = n + 1 /\ m' \in 0 .. 1
            Few == n < 20
            Shown == <<n, IF n = 5 THEN CHOOSE x \in {} : TRUE ELSE m>>
            """);
        var result = specification.Check(Specification.InitNext + "VIEW Shown\n" + constraint);
        Assert.Equal(Verdict.Error, result.Verdict);
        Assert.Equal(5, result.Trace.Length);
    }

    [Fact]
    public void View_OfWhatTheStateChooses_IsEvaluatedInEachState()
    {
        using var specification = new Specification("""
            EXTENDS Integers
            VARIABLES f, at
            Init == f = [i \in 1 .. 3 |-> 0] /\ at = 1
            Next == \/ f[at] < 6 /\ f' = [f EXCEPT ![at] = @ + 1] /\ UNCHANGED at
                    \/ at' \in 1 .. 3 /\ UNCHANGED f
            Shown == <<f[at], at>>
            """);
        Assert.Equal(21, specification.Check(Specification.InitNext + "VIEW Shown").Distinct);
    }
}
