using Verified.Checking;

namespace Verified.Tests.Spec.Checking;

/// <summary>SYMMETRY, VIEW, ALIAS and POSTCONDITION; counts recorded from runs of TLC on the same text.</summary>
public sealed class ReductionTests
{
    private const string Votes = """
        EXTENDS Naturals, TLC, FiniteSets
        CONSTANTS P, Q
        VARIABLES voted, log
        Init == voted = {} /\ log = <<>>
        Vote(p) == p \notin voted /\ voted' = voted \cup {p} /\ log' = (p :> Cardinality(voted)) @@ log
        Next == \E p \in P \cup Q : Vote(p)
        Perms == Permutations(P)
        Both == Permutations(P) \cup Permutations(Q)
        Few == Cardinality(voted) < 3
        Shown == voted
        Size == Cardinality(voted)
        Alias == [count |-> Cardinality(voted), more |-> voted' \ voted]
        NoAlias == [count |-> log[0]]
        Counted == TLCGet("distinct") = 16
        Uncounted == TLCGet("distinct") = 0
        """;

    private const string Constants = "CONSTANTS P = {p1, p2, p3} Q = {q1, q2}\nINIT Init NEXT Next CHECK_DEADLOCK FALSE\n";

    [Theory]
    [InlineData("", 326, 326)]
    [InlineData("SYMMETRY Perms", 64, 85)]
    [InlineData("SYMMETRY Both", 34, 50)]
    [InlineData("VIEW Shown", 32, 81)]
    [InlineData("VIEW Size", 6, 16)]
    [InlineData("VIEW Shown SYMMETRY Both", 12, 31)]
    public void Search_TakesStatesForOne(string statement, long distinct, long generated)
    {
        using var specification = new Specification(Votes);
        var result = specification.Check(Constants + statement, workers: 2);
        Assert.Equal((Verdict.Holds, distinct, generated), (result.Verdict, result.Distinct, result.Generated));
    }

    [Theory]
    [InlineData("SYMMETRY Both")]
    [InlineData("VIEW Shown")]
    [InlineData("VIEW Shown SYMMETRY Both")]
    public void Trace_IsABehaviourOfTheSpecification(string statement)
    {
        using var specification = new Specification(Votes);
        var result = specification.Check(Constants + statement + " INVARIANT Few");
        Assert.Equal(Verdict.Violated, result.Verdict);
        Assert.Equal(["Initial", "Vote", "Vote", "Vote"], result.Trace.Select(s => s.Action ?? "Initial"));
        Assert.Equal(3, result.Trace[^1].State[0] is Tla.Values.SetValue voted ? voted.Cardinality : 0);
    }

    [Fact]
    public void Alias_ShowsWhatItSaysOfEachStep()
    {
        using var specification = new Specification(Votes);
        var result = specification.Check(Constants + "INVARIANT Few ALIAS Alias");
        Assert.Equal(
            ["[count |-> 0, more |-> {p1}]", "[count |-> 1, more |-> {p2}]", "[count |-> 2, more |-> {p3}]", "[count |-> 3, more |-> {}]"],
            result.Trace.Select(s => s.Alias?.ToString()));
    }

    [Fact]
    public void Alias_WithoutAValue_LeavesTheStateToBeShown()
    {
        using var specification = new Specification(Votes);
        var result = specification.Check(Constants + "INVARIANT Few ALIAS NoAlias");
        Assert.Equal(Verdict.Violated, result.Verdict);
        Assert.All(result.Trace, step => Assert.Null(step.Alias));
    }

    [Theory]
    [InlineData("POSTCONDITION Uncounted", Verdict.Violated, "Uncounted")]
    [InlineData("CONSTRAINT Few POSTCONDITION Counted", Verdict.Violated, "Counted")]
    [InlineData("VIEW Shown POSTCONDITION Counted", Verdict.Violated, "Counted")]
    [InlineData("INVARIANT Few POSTCONDITION Uncounted", Verdict.Violated, "Few")]
    public void Postcondition_IsOfTheWholeSearch(string statement, Verdict verdict, string property)
    {
        using var specification = new Specification(Votes);
        var result = specification.Check(Constants + statement);
        Assert.Equal((verdict, property), (result.Verdict, result.Property));
    }

    [Fact]
    public void Postcondition_ThatHolds_ChangesNothing()
    {
        using var specification = new Specification(Votes + "\nAll == TLCGet(\"stats\").distinct = 326 /\\ TLCGet(\"level\") = 0");
        Assert.Equal((Verdict.Holds, 326L), (specification.Check(Constants + "POSTCONDITION All") is var r ? r.Verdict : default, r.Distinct));
    }

    [Fact]
    public void Symmetry_TooLarge_IsRefused()
    {
        using var specification = new Specification(Votes);
        var config = "CONSTANTS P = {a, b, c, d, e, f, g, h, i} Q = {}\nINIT Init NEXT Next SYMMETRY Perms";
        Assert.Equal(
            "Spec.cfg:2:30: VCF0191: the symmetry has more than 50000 permutations; expected a set of permutations of model values: Permutations(S)",
            specification.Show(specification.Load(config).Diagnostics));
    }
}
