using Verified.Checking;
using Verified.Tests.Spec.Checking;

namespace Verified.Tests.Spec.Semantics;

/// <summary>INSTANCE: substitution, parameters, nesting, LOCAL; counts as TLC has them on the same text.</summary>
public sealed class InstanceTests
{
    [Fact]
    public void Instance_Parametrised_SubstitutesEachTime() => AssertCounts(
        30, 50,
        """
        EXTENDS Naturals
        VARIABLES x, y
        I(p, q) == INSTANCE M WITH v <- q, c <- p
        Init == x = 0 /\ y = 0
        Next == (I(3, x)!Inc /\ UNCHANGED y) \/ (I(4, y)!Inc /\ UNCHANGED x)
        """,
        ("M", "EXTENDS Naturals\nCONSTANT c\nVARIABLE v\nLimit == c + 1\nGuard(z) == v < Limit + z\nInc == Guard(0) /\\ v' = v + 1"));

    [Fact]
    public void Instance_NestedTwice_PassesParametersThrough() => AssertCounts(
        15, 23,
        """
        EXTENDS Naturals
        VARIABLES x, y
        I(q) == INSTANCE M WITH v <- q
        Init == x = 0 /\ y = 0
        Next == (I(x)!J(1)!Inc /\ UNCHANGED y) \/ (I(y)!K!Inc /\ UNCHANGED x)
        """,
        ("M", "EXTENDS Naturals\nVARIABLE v\nJ(d) == INSTANCE N WITH w <- v, c <- d\nK == INSTANCE N WITH w <- v, c <- 3"),
        ("N", "EXTENDS Naturals\nCONSTANT c\nVARIABLE w\nInc == w < c + 1 /\\ w' = w + 1"));

    [Fact]
    public void Instance_VariableForAnExpression_IsPrimedInside() => AssertCounts(
        9, 17,
        """
        EXTENDS Naturals
        VARIABLES x, y
        I == INSTANCE M WITH v <- x + y
        Init == x = 0 /\ y = 0
        Next == x' \in 0 .. 2 /\ y' \in 0 .. 2 /\ I!Step
        """,
        ("M", "EXTENDS Naturals\nVARIABLE v\nStep == v' = v + 1"));

    [Fact]
    public void Instance_ConstantOperator_TakesDefinitionsLambdasAndSymbols() => AssertCounts(
        7, 22,
        """
        EXTENDS Naturals
        VARIABLE x
        MyOp(a, b) == (a + b) % 4
        I == INSTANCE M WITH Op <- MyOp, v <- x
        L == INSTANCE M WITH Op <- LAMBDA a, b : (a * b) % 5, v <- x
        P == INSTANCE M WITH Op <- +, v <- x
        Init == x = 1
        Next == x' = I!A \/ x' = L!A \/ x' = P!A % 7
        """,
        ("M", "CONSTANT Op(_, _)\nVARIABLE v\nA == Op(v, Op(v, v))"));

    [Fact]
    public void Instance_Diamond_ExtendsOneVariableOnce() => AssertCounts(
        2, 3,
        "EXTENDS A, B\nInit == v = 0\nNext == v' = (FA + FB) % 3",
        ("A", "EXTENDS C\nFA == v + FC"),
        ("B", "EXTENDS C\nFB == v + FC"),
        ("C", "EXTENDS Naturals\nVARIABLE v\nFC == 1"));

    [Fact]
    public void Instance_OfAnInnerModule_SeesWhatStandsBeforeIt() => AssertCounts(
        5, 6,
        """
        EXTENDS Naturals
        VARIABLE x
        First == 2
        ---- MODULE Inner ----
        VARIABLE w
        Step == w' = (w + First) % 5
        ====
        I == INSTANCE Inner WITH w <- x
        Init == x = 0
        Next == I!Step
        """);

    [Fact]
    public void Instance_WithoutName_ExportsWhatIsNotLocal() => AssertCounts(
        4, 4,
        "EXTENDS Naturals\nVARIABLE x\nINSTANCE M WITH v <- x\nHidden == 7\nInit == x = 0\nNext == Inc",
        ("M", "EXTENDS Naturals\nVARIABLE v\nLOCAL Hidden == 3\nInc == v < Hidden /\\ v' = v + 1"));

    private static void AssertCounts(
        long distinct, long generated, string body, params (string Name, string Body)[] modules)
    {
        using var specification = new Specification(body);
        foreach (var (name, text) in modules) specification.Add(name, text);
        var result = specification.Check();
        Assert.Equal("", specification.Show(result.Diagnostics));
        Assert.Equal((Verdict.Holds, distinct, generated), (result.Verdict, result.Distinct, result.Generated));
    }
}
