using Verified.Checking;
using Verified.Tests.Spec.Checking;

namespace Verified.Tests.Spec.Semantics;

/// <summary>Names of subexpressions, composition of actions, and replacements that reach into modules.</summary>
public sealed class PartTests
{
    private const string Body = """
        EXTENDS Naturals
        VARIABLE x
        Init == x = 0
        Next == x' = (x + 1) % 3
        Both(n) == /\ x < n
                   /\ \/ x = n
                      \/ x # n
        Each == \A i \in 1 .. 3 : lab(i) :: x < i
        Named == /\ one:: x >= 0
                 /\ two:: x > 5
        THEOREM Fact == x \in Nat
        I == INSTANCE Inner
        """;

    [Theory]
    [InlineData("Both(9)!1", true)]
    [InlineData("Both(1)!1", false)]
    [InlineData("Both(1)!2!2", false)]
    [InlineData("Both(7)!2!2", true)]
    [InlineData("Both(7)!>>!>>", true)]
    [InlineData("Each!lab(3)", true)]
    [InlineData("Each!lab(2)", false)]
    [InlineData("Each!(3)", true)]
    [InlineData("Each!(1)", false)]
    [InlineData("Named!one", true)]
    [InlineData("Named!two", false)]
    [InlineData("Named!1", true)]
    [InlineData("Fact!:", true)]
    [InlineData("I!Part!2", true)]
    [InlineData("I!Part!1", false)]
    public void Part_IsTheSubexpression(string part, bool holds)
    {
        using var specification = new Specification($"{Body}\nInv == {part}");
        specification.Add("Inner", "VARIABLE x\nPart == x = 1 /\\ x # 9");
        var result = specification.Check(Specification.InitNext + "INVARIANT Inv");
        Assert.Equal((holds ? Verdict.Holds : Verdict.Violated, ""), (result.Verdict, specification.Show(result.Diagnostics)));
    }

    [Theory]
    [InlineData("Both(1)!3")]
    [InlineData("Each!nolabel")]
    [InlineData("Each!(1, 2)")]
    public void Part_ThatIsNotThere_IsRefused(string part)
    {
        using var specification = new Specification($"{Body}\nInv == {part}");
        specification.Add("Inner", "VARIABLE x\nPart == x = 1 /\\ x # 9");
        var result = specification.Check(Specification.InitNext + "INVARIANT Inv");
        Assert.Equal((Verdict.Unsupported, $"Spec.tla:14:8: VTL0290: this name of a part of {part[..4]} is not supported"),
            (result.Verdict, specification.Show(result.Diagnostics)));
    }

    [Theory]
    [InlineData(@"x < 4 /\ x' = x + 1", @"x' = x * 2", 3, 5)]
    [InlineData(@"x' \in {1, 2}", @"x < 2 /\ x' \in {x, 5}", 3, 13)]
    [InlineData(@"x < 2 /\ x' = x + 1", @"x' = x + 1 /\ x' < 9", 2, 3)]
    [InlineData(@"x' \in 0 .. 2", @"x' \in x .. 2", 3, 28)]
    public void Composition_GoesThroughTheStateBetween(string first, string second, long distinct, long generated)
    {
        using var specification = new Specification($"""
            EXTENDS Naturals
            VARIABLE x
            Init == x = 0
            A == {first}
            B == {second}
            Next == A \cdot B
            Step == [][A \cdot B]_x
            """);
        var result = specification.Check(Specification.InitNext + "PROPERTY Step");
        Assert.Equal((Verdict.Holds, distinct, generated), (result.Verdict, result.Distinct, result.Generated));
    }

    [Fact]
    public void Composition_OfAnActionThatLeavesAVariableOpen_IsAFault()
    {
        using var specification = new Specification("VARIABLES x, y\nInit == x = 0 /\\ y = 0\nNext == (x' = 1) \\cdot (x' = x /\\ y' = y)");
        Assert.Equal(@"Spec.tla:4:9: VTL0501: the action left of \cdot does not give every variable a next value",
            specification.Diagnostics());
    }

    [Fact]
    public void Replacement_InAModuleThatIsExtendedAndInstantiated_IsMeantInsideOfIt()
    {
        using var specification = new Specification("""
            EXTENDS M
            VARIABLE x
            Mine == 3
            I == INSTANCE M
            Init == x = <<F, G, I!F, I!G>>
            Next == x' = x
            Inv == x = <<3, 4, 1, 4>>
            """);
        specification.Add("M", "EXTENDS Naturals\nF == 1\nG == F + 1");
        Assert.Equal(Verdict.Holds, specification.Check(Specification.InitNext + "INVARIANT Inv CONSTANT F <- Mine").Verdict);
    }

    [Fact]
    public void Replacement_OfAStandardOperatorInOneModule_IsMeantThereOnly()
    {
        using var specification = new Specification("""
            EXTENDS M, Naturals
            VARIABLE x
            Few == 0 .. 3
            Init == x = Numbers
            Next == x' = x
            Inv == x = 0 .. 3 /\ 9 \in Nat
            """);
        specification.Add("M", "LOCAL INSTANCE Naturals\nNumbers == Nat");
        Assert.Equal((Verdict.Holds, ""), (specification.Check(Specification.InitNext + "INVARIANT Inv CONSTANT Nat <- [M]Few") is var r
            ? r.Verdict : default, specification.Show(r.Diagnostics)));
    }
}
