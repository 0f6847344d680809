using Verified.Checking;
using Verified.Tests.Spec.Checking;

namespace Verified.Tests.Spec.Packing;

/// <summary><c>A \cdot B</c> in a search on packed states. Each model is checked on values as well, and the two must agree
/// (<see cref="BothEngines"/>).</summary>
public sealed class CompositionTests
{
    private const string Head = """
        EXTENDS Integers, FiniteSets
        VARIABLES x, y, s
        vars == <<x, y, s>>
        Init == x = 0 /\ y \in 0 .. 200 /\ s = {}
        A == x < 5 /\ x' = x + 1 /\ y' = (y + 1) % 201 /\ UNCHANGED s
        B == x' = (x * 2) % 7 /\ y' = (y + x) % 201 /\ s' = s \cup {x}
        C(k) == k \in s /\ s' = s \ {k} /\ UNCHANGED <<x, y>>

        """;

    /// <summary>The second action began in the state where the first had begun.</summary>
    [Theory]
    [InlineData(@"(A \cdot B) \/ (B \cdot A) \/ B")]
    [InlineData(@"A \cdot (B \cdot A)")]
    [InlineData(@"(A \cdot B) \cdot (A \/ B)")]
    [InlineData(@"\E k \in 0 .. 6 : (B \cdot C(k)) \/ B")]
    [InlineData(@"B \/ \E k \in s : A \cdot C(k)")]
    [InlineData(@"(x < 4 /\ (A \cdot B)) \/ IF x = 4 THEN \E k \in s : C(k) \cdot B ELSE B")]
    public void Composition_IsTakenApart(string next) => Holds($"Next == {next}");

    [Theory]
    [InlineData(@"(A \cdot B) /\ x' < 5")]
    [InlineData(@"(A \cdot B) /\ x' # x /\ (y' > y \/ y' = 0)")]
    [InlineData(@"y' \in {(y + 3) % 201, (y + x + 1) % 201} /\ (((A /\ x = 1) \cdot B) \/ ((UNCHANGED <<x, s>> /\ y' = y) \cdot (UNCHANGED <<x, s>> /\ y' = (y + 3) % 201)))")]
    [InlineData(@"s' \in SUBSET {1, 2} /\ (A \cdot ((UNCHANGED vars) \/ B))")]
    [InlineData(@"(A \cdot B) /\ (A \cdot B)")]
    public void Composition_WithMoreBesideIt_RunsOnValues(string next) => Holds($"Next == ({next}) \\/ B");

    [Fact]
    public void Composition_InARecursiveAction_RunsOnValues() => Holds("""
        RECURSIVE Twice(_)
        Twice(n) == IF n = 0 THEN A ELSE (A \cdot B) \/ Twice(n - 1)
        Next == Twice(2) \/ B
        """);

    [Theory]
    [InlineData(@"ENABLED (A \cdot B) <=> x < 5")]
    [InlineData(@"ENABLED (A \cdot (A /\ x' = 3)) <=> x = 1")]
    [InlineData(@"ENABLED ((UNCHANGED vars) \cdot (x = 2 /\ A)) <=> x = 2")]
    [InlineData(@"ENABLED (((UNCHANGED <<y, s>>) /\ x' \in x - 1 .. x) \cdot (A /\ x = 4)) <=> x \in {4, 5}")]
    public void Enabled_OfAComposition(string invariant) => Holds($"Next == A \\/ B\nInv == {invariant}", "INVARIANT Inv");

    [Fact]
    public void Composition_AsAProperty_IsTestedOnSteps()
    {
        Holds("Next == A \\cdot B\nStep == [][A \\cdot B]_vars", "PROPERTY Step");
        using var specification = new Specification(Head + "Next == B\nStep == [][A \\cdot B]_vars");
        Assert.Equal(Verdict.Violated, specification.Check(Specification.InitNext + "PROPERTY Step").Verdict);
    }

    [Theory]
    [InlineData(@"(x' = 1) \cdot B")]
    [InlineData(@"A \cdot (x' = Cardinality(x) /\ UNCHANGED <<y, s>>)")]
    public void Composition_WithoutAValue_IsAFault(string next)
    {
        using var specification = new Specification($"{Head}Next == B \\/ ({next})");
        Assert.Equal(Verdict.Error, specification.Check().Verdict);
    }

    [Fact]
    public void Composition_ThatBreaksAnInvariant_IsShownAsAStep()
    {
        using var specification = new Specification(Head + "Next == B \\/ (A \\cdot A)\nInv == x < 6");
        var result = specification.Check(Specification.InitNext + "INVARIANT Inv");
        Assert.Equal(Verdict.Violated, result.Verdict);
    }

    private static void Holds(string rest, string config = "")
    {
        using var specification = new Specification(Head + rest);
        var result = specification.Check($"{Specification.InitNext}{config}");
        Assert.Equal((Verdict.Holds, ""), (result.Verdict, specification.Show(result.Diagnostics)));
    }
}
