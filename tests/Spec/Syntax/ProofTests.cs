namespace Verified.Tests.Spec.Syntax;

/// <summary>Every proof is followed by a definition: it must be read exactly, neither less nor
/// more.</summary>
public sealed class ProofTests
{
    [Theory]
    [InlineData("OBVIOUS")]
    [InlineData("PROOF OMITTED")]
    [InlineData("BY a, b + 1 DEF c, +, MODULE M")]
    [InlineData("BY ONLY MODULE M DEFS MODULE N")]
    [InlineData("PROOF BY DEF >")]
    [InlineData("PROOF <1>a QED BY <1>a, <1>b!<<!1")]
    [InlineData("<1>1. a\n  BY b\n<1>2. QED BY <1>1, <1>2")]
    [InlineData("<1> DEFINE x == 1 f[y \\in S] == y\n<1> z == 2\n<1>. HIDE DEF x\n<1> USE DEF z\n<1> QED")]
    [InlineData("<1> HAVE a\n<1> TAKE x, y\n<1> TAKE z \\in S, <<u>> \\in T\n<1> WITNESS 1, 2\n<1>q QED")]
    [InlineData("<1>1. PICK x \\in S : p\n  OBVIOUS\n<1>2. PICK a, b : q BY c\n<1>3. CASE d\n<1> INSTANCE M\n<1> QED")]
    [InlineData("<1>1. SUFFICES ASSUME NEW x \\in S, NEW F(_), a PROVE b\n  <2>1. c\n  <2> QED\n<1>2. QED")]
    [InlineData("<*> a\n  <+> b\n  <*> QED\n<0> QED")]
    [InlineData("<1>1. /\\ a\n      /\\ b\n  BY c\n<1> QED")]
    public void Parse_Proof_IsSkippedExactly(string proof) =>
        Assert.Equal("THEOREM T == a\nNext() == 1", Shape.OfUnits($"THEOREM T == a\n{proof}\nNext == 1"));

    [Theory]
    [InlineData("ASSUME a, b PROVE c")]
    [InlineData("ASSUME NEW CONSTANT x \\in S, VARIABLE y, STATE z, NEW ACTION A, NEW TEMPORAL F(_, _) PROVE c")]
    [InlineData("ASSUME l :: ASSUME a PROVE b PROVE c")]
    [InlineData("[]ASSUME a []PROVE b")]
    public void Parse_AssumeProve_IsAStatement(string statement) =>
        Assert.Equal(
            "THEOREM T == ASSUME-PROVE\nNext() == 1", Shape.OfUnits($"THEOREM T == {statement} OBVIOUS Next == 1"));

    [Theory]
    [InlineData("<2>1. a\n<1> QED",
        "M.tla:4:1: VTL0117: '<1>' has the wrong level here; expected a step or QED of level <2>")]
    [InlineData("<1>1. HAVE a BY b\n<1> QED", "M.tla:3:14: VTL0117: 'BY' begins a proof, but the step before it takes none")]
    [InlineData("<1>1. a", "M.tla:4:1: VTL0101: found '===='; expected a proof step or QED")]
    [InlineData("<99999999999>1. a", "M.tla:3:1: VTL0117: '<99999999999>1.' has too large a level")]
    [InlineData("<1> DEFINE LOCAL x == 1", "M.tla:3:12: VTL0118: LOCAL cannot stand here; "
        + "expected LOCAL only before a definition or INSTANCE of a module")]
    public void Parse_WrongProof_IsRefused(string proof, string message) =>
        Assert.Equal(message, Shape.OfUnits($"THEOREM T == a\n{proof}"));
}
