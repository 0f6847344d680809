using Verified.Checking;
using Verified.Tests.Spec.Checking;

namespace Verified.Tests.Spec.Packing;

/// <summary>Sets of messages of which a question reads those that matter to it. Each model is checked on values as well,
/// and the two must agree (<see cref="BothEngines"/>).</summary>
public sealed class MaskedReadsTests
{
    private const string Head = """
        EXTENDS Integers, Sequences, FiniteSets
        VARIABLES sent, bound, got
        Init == sent = {} /\ bound = 0 /\ got = 0
        Msg == [type : {"a", "b", "c"}, n : 0 .. 6]
        Send == \E m \in Msg : /\ Cardinality(sent) < 3 /\ m.n = Cardinality(sent) + bound
                               /\ sent' = sent \cup {m} /\ UNCHANGED <<bound, got>>
        Raise == bound < 4 /\ bound' = bound + 1 /\ UNCHANGED <<sent, got>>
        Of(t) == {m \in sent : m.type = t}
        Least(S) == CHOOSE x \in S : \A y \in S : x <= y

        """;

    [Theory]
    // A test of the element alone, and one that also reads the state.
    [InlineData(@"Take == got # Cardinality(Of(""a"")) /\ got' = Cardinality(Of(""a"")) /\ UNCHANGED <<sent, bound>>")]
    [InlineData(@"Take == LET S == {m \in sent : m.type = ""b"" /\ m.n > bound} IN got # Cardinality(S) /\ got' = Cardinality(S) /\ UNCHANGED <<sent, bound>>")]
    // Quantifiers that find, and such that do not; a choice.
    [InlineData(@"Take == got < 3 /\ (\E m \in sent : m.type = ""c"" /\ m.n = got) /\ got' = got + 1 /\ UNCHANGED <<sent, bound>>")]
    [InlineData(@"Take == got < 3 /\ (\A m \in sent : m.type = ""a"" \/ m.n < 5 - got) /\ got' = got + 1 /\ UNCHANGED <<sent, bound>>")]
    [InlineData(@"Take == (\E m \in sent : m.type = ""b"") /\ got' = (CHOOSE m \in sent : m.type = ""b"").n /\ got' # got /\ UNCHANGED <<sent, bound>>")]
    [InlineData(@"Take == got' = (IF \E m \in sent : m.type = ""c"" THEN 1 ELSE 0) /\ got' # got /\ UNCHANGED <<sent, bound>>")]
    [InlineData(@"Take == got' = (IF \A m \in sent : m.type = ""c"" \/ m.n < bound THEN 1 ELSE 0) /\ got' # got /\ UNCHANGED <<sent, bound>>")]
    // A lazy value that is first needed where it is only tried, and used afterwards.
    [InlineData(@"Take == LET top == bound + Cardinality(Of(""c"")) IN {m \in sent : m.n = top} # {} /\ got' = top /\ got' # got /\ UNCHANGED <<sent, bound>>")]
    [InlineData(@"Take == LET top == bound + 1 IN (\E m \in sent : m.type = ""a"" /\ m.n = top) /\ got' = top /\ got' # got /\ UNCHANGED <<sent, bound>>")]
    // One within the other.
    [InlineData(@"Take == LET S == {m \in sent : {k \in sent : k.n = m.n /\ k.type = ""a""} # {}} IN got # Cardinality(S) /\ got' = Cardinality(S) /\ UNCHANGED <<sent, bound>>")]
    [InlineData(@"Take == \E m \in Of(""b"") : m.n \notin {k.n : k \in Of(""a"")} /\ got # m.n /\ got' = m.n /\ UNCHANGED <<sent, bound>>")]
    // What is written depends on it.
    [InlineData(@"Take == got # 9 /\ got' = (IF Of(""a"") = {} THEN 9 ELSE Least({m.n : m \in Of(""a"")})) /\ got' # got /\ UNCHANGED <<sent, bound>>")]
    [InlineData(@"Take == bound = 3 /\ sent' = {m \in sent : m.type # ""a""} /\ sent' # sent /\ UNCHANGED <<bound, got>>")]
    // Many single elements of one set.
    [InlineData(@"Take == LET N == Cardinality({m \in Msg : m \in sent}) IN got # N /\ got' = N /\ UNCHANGED <<sent, bound>>")]
    public void Question_AboutASet_ReadsWhatMatters(string take)
    {
        using var specification = new Specification(Head + take + """

            Next == Send \/ Raise \/ Take
            TypeOK == sent \in SUBSET Msg
            Few == \A m \in sent : m.type = "a" => m.n <= 6
            """);
        var result = specification.Check(Specification.InitNext + "INVARIANTS TypeOK Few");
        Assert.Equal(Verdict.Holds, result.Verdict);
        Assert.True(result.Distinct > 500, $"{result.Distinct} states");
    }

    /// <summary>The test has no value for an element that is not there until late, and not for the others.</summary>
    [Theory]
    [InlineData(@"{m \in sent : IF m.n = 6 THEN m.type.x = 1 ELSE m.type = ""a""} # {}")]
    [InlineData(@"\E m \in sent : m.n = 6 /\ m.type.x = 1")]
    [InlineData(@"\A m \in sent : m.n = 6 => m.type.x = 1")]
    [InlineData(@"(CHOOSE m \in sent : m.n < 6 /\ m.type # ""c"").n = 1")]
    public void Test_WithoutAValue_IsAFaultOnceTheElementIsThere(string test)
    {
        using var specification = new Specification(
            Head + $"Take == bound = 4 /\\ {test} /\\ got = 0 /\\ got' = 1 /\\ UNCHANGED <<sent, bound>>\nNext == Send \\/ Raise \\/ Take");
        Assert.Equal(Verdict.Error, specification.Check().Verdict);
    }

    [Fact]
    public void Type_ThatAnElementBreaksLate_IsViolated()
    {
        using var specification = new Specification(Head + """
            Take == bound = 4 /\ Cardinality(sent) = 3 /\ sent' = sent \cup {[type |-> "d", n |-> 0]} /\ UNCHANGED <<bound, got>>
            Next == Send \/ Raise \/ Take
            TypeOK == sent \in SUBSET Msg
            """);
        Assert.Equal(Verdict.Violated, specification.Check(Specification.InitNext + "INVARIANT TypeOK").Verdict);
    }
}
