using Verified.Checking;

namespace Verified.Tests.Spec.Checking;

/// <summary>Values that are evaluated element by element, used after the call that made them has returned.</summary>
public sealed class LazyValueTests
{
    [Theory]
    [InlineData("{y \\in Nat : y < n}", "0 \\in f[1] /\\ (1 + x) \\notin f[1] /\\ (1 + x) \\in f[2]")]
    [InlineData("[y \\in Nat |-> y + n]", "f[1][0] = 1 + x /\\ f[2][0] = 2 + x /\\ f[3][4] = 7 + x")]
    [InlineData("IF x < 0 THEN Of(n + 1) ELSE {y \\in Nat : y < n}", "(1 + x) \\notin f[1] /\\ (1 + x) \\in f[2]")]
    public void LazyValue_OfARecursiveOperator_KeepsTheArgumentOfItsCall(string of, string holds)
    {
        using var specification = new Specification($$"""
            EXTENDS Integers
            VARIABLE x
            RECURSIVE Of(_)
            Of(n) == {{of}}
            Init == x = 0
            Next == x' = (x + 1) % 3
            Inv == LET f == [i \in 1 .. 3 |-> Of(i + x)] IN {{holds}}
            """);
        var result = specification.Check(Specification.InitNext + "INVARIANT Inv");
        Assert.Empty(result.Diagnostics);
        Assert.Equal((Verdict.Holds, 3), (result.Verdict, result.Distinct));
    }
}
