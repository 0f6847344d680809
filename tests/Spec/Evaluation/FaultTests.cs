using Verified.Checking;
using Verified.Tests.Spec.Checking;
using Verified.Tla.Evaluation;

namespace Verified.Tests.Spec.Evaluation;

/// <summary>Formulas without a value: what is said, where, and through which calls; and what needs none.</summary>
public sealed class FaultTests
{
    [Theory]
    [InlineData("x' = 1 \\div 0", "5:14: VTL0501: Attempted to divide 1 by zero")]
    [InlineData("x /\\ x' = 1", "5:9: VTL0501: a boolean was expected, not 0")]
    [InlineData("x' = IF x THEN 1 ELSE 2", "5:17: VTL0501: a boolean was expected, not 0")]
    [InlineData("x' \\in x", "5:16: VTL0501: a set was expected, not 0")]
    [InlineData("\\E i \\in x : x' = i", "5:18: VTL0501: a set was expected, not 0")]
    [InlineData("x' = x[1]", "5:14: VTL0501: a function was expected, not 0, which is applied to 1")]
    [InlineData("x' = DOMAIN x", "5:14: VTL0501: DOMAIN takes a function, not 0")]
    [InlineData("x' = [x EXCEPT ![1] = 2]", "5:14: VTL0501: EXCEPT updates a function, not 0")]
    [InlineData("x' = CHOOSE i \\in {1, 2} : i > 5", "5:14: VTL0501: CHOOSE finds no element that satisfies its predicate in {1, 2}")]
    [InlineData("x' = CASE x = 1 -> 2", "5:14: VTL0501: no arm of the CASE applies, and it has no OTHER")]
    [InlineData("CASE x = 1 -> x' = 2", "5:9: VTL0501: no arm of the CASE applies, and it has no OTHER")]
    [InlineData("\\E <<a, b>> \\in {<<1>>} : x' = a", "5:25: VTL0501: a tuple of 2 was expected, not <<1>>")]
    [InlineData("1 = x'", "5:13: VTL0501: x' has no value yet")]
    [InlineData("x = 0", "5:9: VTL0501: the action Next gives x no next value")]
    [InlineData("x' = \"a\" /\\ x' = 1", "5:21: VTL0501: Attempted to check equality of the string \"a\" with the integer 1")]
    public void Next_WithoutValue_SaysWhatAndWhere(string next, string expected)
    {
        using var specification = new Specification($"EXTENDS Naturals\nVARIABLE x\nInit == x = 0\nNext == {next}");
        var result = specification.Check();
        Assert.Equal((Verdict.Error, "Spec.tla:" + expected), (result.Verdict, specification.Show(result.Diagnostics)));
        Assert.Equal("x = 0", $"{result.Variables[0]} = {Assert.Single(result.Trace).State[0]}");
    }

    [Fact]
    public void Fault_InCalledDefinition_HasTheCallsInnermostFirst()
    {
        using var specification = new Specification("""
            EXTENDS Naturals
            VARIABLE x
            Inner(a) == 10 \div a
            Outer(b) == Inner(b) + 1
            Init == x = 0
            Next == x' = Outer(x)
            """);
        var result = specification.Check();
        Assert.Equal("Spec.tla:4:13: VTL0501: Attempted to divide 10 by zero", specification.Show(result.Diagnostics));
        Assert.Equal(["Inner 5:13", "Outer 7:14", "Next"],
            result.Stack.Select(s => $"{s.Definition} {s.Call.Location.Line}:{s.Call.Location.Column}").Append("Next"));
    }

    [Fact]
    public void Fault_InDeepRecursion_HasABoundedStack()
    {
        using var specification = new Specification("""
            EXTENDS Naturals
            VARIABLE x
            RECURSIVE Down(_)
            Down(n) == IF n = 0 THEN 1 \div 0 ELSE 1 + Down(n - 1)
            Init == x = 0
            Next == x' = Down(200)
            """);
        var result = specification.Check();
        Assert.Equal("Spec.tla:5:26: VTL0501: Attempted to divide 1 by zero", specification.Show(result.Diagnostics));
        Assert.Equal(["Down 5:44 * 200", "Down 7:14 * 1"], Calls(result));
    }

    [Fact]
    public void Fault_InMutualRecursion_HasTheLastCalls()
    {
        using var specification = new Specification("""
            EXTENDS Naturals
            VARIABLE x
            RECURSIVE Even(_)
            Odd(n) == Even(n - 1)
            Even(n) == IF n = 0 THEN "none" + 1 ELSE Odd(n - 1)
            Init == x = 0
            Next == x' = Even(60)
            """);
        var calls = Calls(specification.Check());
        Assert.Equal(EvaluationException.MaxStack, calls.Length);
        Assert.Equal(["Even 5:11 * 1", "Odd 6:42 * 1", "Even 5:11 * 1", "Odd 6:42 * 1"], calls[..4]);
    }

    [Fact]
    public void Fault_InAnArgumentOfARecursiveCall_HasTheCallsOfTheArgument()
    {
        using var specification = new Specification("""
            EXTENDS Naturals
            VARIABLE x
            RECURSIVE Last(_, _)
            Last(n, a) == IF n = 0 THEN a ELSE Last(n - 1, a)
            Outer(b) == Last(3, 1 \div b)
            Init == x = 0
            Next == x' = Outer(x)
            """);
        var result = specification.Check();
        Assert.Equal("Spec.tla:6:21: VTL0501: Attempted to divide 1 by zero", specification.Show(result.Diagnostics));
        Assert.Equal(["Outer 8:14 * 1"], Calls(result));
    }

    [Fact]
    public void Fault_InARecursiveAction_HasEveryCall()
    {
        using var specification = new Specification("""
            EXTENDS Naturals
            VARIABLE x
            RECURSIVE Any(_)
            Any(n) == IF n = 0 THEN x' = 1 \div n ELSE Any(n - 1)
            Init == x = 0
            Next == Any(3)
            """);
        Assert.Equal(["Any 5:44 * 3", "Any 7:9 * 1"], Calls(specification.Check()));
    }

    private static string[] Calls(CheckResult result) =>
        [.. result.Stack.Select(s => $"{s.Definition} {s.Call.Location.Line}:{s.Call.Location.Column} * {s.Times}")];

    [Fact]
    public void Recursion_WithoutEnd_IsAFaultNotACrash()
    {
        using var specification = new Specification("""
            EXTENDS Naturals
            VARIABLE x
            RECURSIVE Up(_)
            Up(n) == 1 + Up(n + 1)
            Init == x = 0
            Next == x' = Up(0)
            """);
        var result = specification.Check();
        Assert.Equal(Verdict.Error, result.Verdict);
        Assert.EndsWith("VTL0501: the recursion is deeper than 50000 calls", specification.Show(result.Diagnostics), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("x' = First(1, 1 \\div 0)")]
    [InlineData("x' = 1 /\\ LET z == 1 \\div 0 IN TRUE")]
    [InlineData("x' = 1 /\\ (TRUE \\/ 1 \\div 0 = 1)")]
    [InlineData("x' = 1 /\\ (FALSE => 1 \\div 0 = 1)")]
    [InlineData("x' = 1 /\\ (x < 9 \\/ Bad = 1)")]
    [InlineData("x' = 1 /\\ \\E i \\in 0 .. 2 : i = 0 \\/ 1 \\div 0 = 1")]
    [InlineData("x' = 1 /\\ [i \\in {} |-> 1 \\div 0] = <<>>")]
    [InlineData("x' = 1 /\\ [x |-> 0, y |-> 1] = [[x |-> 0, y |-> 1] EXCEPT !.z = 1 \\div 0]")]
    [InlineData("x' = CASE TRUE -> 1 [] 1 \\div 0 = 1 -> 2")]
    [InlineData("x' = 1 /\\ IF TRUE THEN TRUE ELSE 1 \\div 0 = 1")]
    public void Next_FaultThatIsNotNeeded_DoesNotFault(string next)
    {
        using var specification = new Specification(
            $"EXTENDS Naturals\nVARIABLE x\nFirst(a, b) == a\nBad == 1 \\div 0\nInit == x = 0\nNext == {next}");
        var result = specification.Check();
        Assert.Equal((Verdict.Holds, 2L), (result.Verdict, result.Distinct));
    }

    [Theory]
    [InlineData("\\A i \\in Nat : i >= 0", "Attempted to enumerate the infinite set Nat")]
    public void Invariant_OverAnInfiniteSet_IsAFault(string invariant, string expected)
    {
        using var specification = new Specification(
            $"EXTENDS Naturals\nVARIABLE x\nInit == x = 0\nNext == x' = x\nInv == {invariant}");
        Assert.Equal($"Spec.tla:6:8: VTL0501: {expected}", specification.Diagnostics(Specification.InitNext + "INVARIANT Inv"));
    }

    [Theory]
    [InlineData("RECURSIVE Fold(_, _)\nFold(Op(_), n) == IF n = 0 THEN Op(0) ELSE Fold(LAMBDA a : Op(a) + 1, n - 1)\nF == Fold(LAMBDA a : a, 3)",
        "VTL0407: the recursive operator Fold makes ever new operators for itself")]
    [InlineData("F == JavaTime", "VTL0409: JavaTime: a specification does not read the clock")]
    public void Check_RefusedConstruct_IsUnsupportedWithItsPlace(string body, string expected)
    {
        using var specification = new Specification(
            $"EXTENDS Naturals, TLC\nVARIABLE x\n{body}\nInit == x = 0\nNext == x' = x /\\ F = F");
        var result = specification.Check();
        Assert.Equal(Verdict.Unsupported, result.Verdict);
        var diagnostic = Assert.Single(result.Diagnostics);
        Assert.Equal(expected, $"{diagnostic.Code}: {diagnostic.Message}");
        Assert.NotEqual(0, diagnostic.Location.Line);
    }
}
