using Verified.Checking;
using Verified.Tests.Spec.Checking;

namespace Verified.Tests.Spec.Packing;

/// <summary>Actions that are taken apart behind their conditions. Each model is checked on values as well, and the two
/// must agree (<see cref="BothEngines"/>).</summary>
public sealed class SplitTests
{
    private const string Head = """
        EXTENDS Integers, Sequences, FiniteSets
        VARIABLES n, sent, got
        vars == <<n, sent, got>>
        Init == n = 0 /\ sent = {} /\ got = {}
        Send == n < 6 /\ n' = n + 1 /\ sent' = sent \cup {<<n % 3, n>>} /\ UNCHANGED got

        """;

    [Theory]
    [InlineData(@"Take == n > 3 /\ \E m \in sent : m \notin got /\ got' = got \cup {m} /\ UNCHANGED <<n, sent>>")]
    [InlineData(@"Take == IF n > 3 THEN \E m \in sent : got' = got \cup {m} /\ UNCHANGED <<n, sent>> ELSE got = {} /\ got' = {<<0, n>>} /\ UNCHANGED <<n, sent>>")]
    [InlineData(@"Take == got # sent /\ (n % 2 = 0) /\ ((\E m \in sent : m[1] = 0 /\ got' = {m}) \/ got' = {}) /\ UNCHANGED <<n, sent>>")]
    [InlineData(@"Take == \E m \in sent : m[2] > 1 /\ IF m \in got THEN \E k \in got : got' = got \ {k} /\ UNCHANGED <<n, sent>> ELSE got' = got \cup {m} /\ UNCHANGED <<n, sent>>")]
    public void Action_BehindAConditionThatReadsTheState_IsTakenApart(string take)
    {
        using var specification = new Specification(Head + take + "\nNext == Send \\/ Take");
        Assert.Equal(Verdict.Holds, specification.Check().Verdict);
    }

    /// <summary>No element asks for it, and yet it is asked.</summary>
    [Theory]
    [InlineData(@"Take == got[1] = 0 /\ \E m \in got : got' = got \cup {m} /\ UNCHANGED <<n, sent>>")]
    [InlineData(@"Take == IF Head(<<>>) = n THEN \E m \in got : got' = {m} /\ UNCHANGED <<n, sent>> ELSE FALSE")]
    public void Condition_WithoutAValue_IsAFaultThoughNothingFollows(string take)
    {
        using var specification = new Specification(Head + take + "\nNext == Send \\/ Take");
        Assert.Equal(Verdict.Error, specification.Check().Verdict);
    }

    [Fact]
    public void Elements_OfASetWithMoreThanAHundred_AreTakenApart()
    {
        using var specification = new Specification("""
            EXTENDS Integers, FiniteSets
            VARIABLES sent, got
            Init == sent = {} /\ got = 0
            Send == Cardinality(sent) < 2 /\ \E m \in 1 .. 200 : m > got /\ sent' = sent \cup {m} /\ got' = m
            Take == got > 190 /\ \E m \in sent : m # got /\ sent' = sent \ {m} /\ UNCHANGED got
            Next == Send \/ Take
            """);
        Assert.Equal(Verdict.Holds, specification.Check().Verdict);
    }
}
