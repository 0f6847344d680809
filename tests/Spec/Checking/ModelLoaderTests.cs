using Verified.Checking;

namespace Verified.Tests.Spec.Checking;

/// <summary>What a configuration may ask of a module; every refusal whole.</summary>
public sealed class ModelLoaderTests
{
    private const string Body = """
        EXTENDS Naturals
        CONSTANTS N, Op(_)
        VARIABLE x
        Seven == 7
        Plus(a) == a + 1
        Init == x = 0
        Next == x' = Op(x) /\ x < N
        Spec == Init /\ [][Next]_x
        Inv == x <= N
        Step == x' = x
        Param(a) == a = a
        Swaps == {<<2, 1>>}
        """;

    private const string Constants = "CONSTANTS N = 2 Op <- Plus\n";

    [Theory]
    [InlineData("INIT Init NEXT Next", "Spec.cfg: VCF0203: the constant N, declared at Spec.tla:3:11, has no value; expected CONSTANT N = … or N <- …\nSpec.cfg: VCF0203: the constant Op, declared at Spec.tla:3:14, has no value; expected CONSTANT Op = … or Op <- …")]
    [InlineData(Constants + "SPECIFICATION Spec INIT Init", "Spec.cfg:2:25: VCF0201: INIT is given beside SPECIFICATION; expected one of the two")]
    [InlineData(Constants + "INIT Init", "Spec.cfg:2:6: VCF0202: INIT and NEXT go together; expected NEXT")]
    [InlineData(Constants + "NEXT Next", "Spec.cfg:2:6: VCF0202: INIT and NEXT go together; expected INIT")]
    [InlineData("CONSTANTS N = 2 Op = 3\nSPECIFICATION Spec", "Spec.cfg:1:17: VCF0204: Op is an operator of 1 arguments and cannot be given a value; expected <-\nSpec.cfg: VCF0203: the constant Op, declared at Spec.tla:3:14, has no value; expected CONSTANT Op = … or Op <- …")]
    [InlineData(Constants + "CONSTANT N = 3\nSPECIFICATION Spec", "Spec.cfg:2:10: VCF0205: N is given a value twice")]
    [InlineData(Constants + "CONSTANT Op <- Plus\nSPECIFICATION Spec", "Spec.cfg:2:10: VCF0205: Op is replaced twice")]
    [InlineData("CONSTANTS N = 2 Op <- Seven\nSPECIFICATION Spec", "Spec.cfg:1:23: VCF0206: Seven takes 0 arguments, Op takes 1\nSpec.cfg: VCF0203: the constant Op, declared at Spec.tla:3:14, has no value; expected CONSTANT Op = … or Op <- …")]
    [InlineData(Constants + "CONSTANT Sevn <- Seven\nSPECIFICATION Spec", "Spec.cfg:2:10: VCF0207: module Spec has no Sevn; expected Seven, perhaps")]
    [InlineData(Constants + "SPECIFICATION Spek", "Spec.cfg:2:15: VCF0207: module Spec defines no Spek; expected Spec, perhaps")]
    [InlineData(Constants + "SPECIFICATION Spec INVARIANT Param", "Spec.cfg:2:30: VCF0208: Param takes 1 arguments; expected a formula without arguments")]
    [InlineData(Constants + "SPECIFICATION Spec INVARIANT Step", "Spec.cfg:2:30: VCF0209: Step is no state formula, so it cannot be an invariant; expected PROPERTY, or a formula without primes")]
    [InlineData(Constants + "SPECIFICATION Spec CONSTRAINT Step", "Spec.cfg:2:31: VCF0209: Step is no state formula, so it cannot be a constraint; expected PROPERTY, or a formula without primes")]
    [InlineData(Constants + "SPECIFICATION Spec SYMMETRY Inv", "Spec.cfg:2:29: VCF0209: Inv is no constant formula, so it cannot be a symmetry; expected a formula without variables")]
    [InlineData(Constants + "SPECIFICATION Spec SYMMETRY Seven", "Spec.cfg:2:29: VCF0191: SYMMETRY takes a set of permutations; expected a set of permutations of model values: Permutations(S)")]
    [InlineData(Constants + "SPECIFICATION Spec SYMMETRY Swaps", "Spec.cfg:2:29: VCF0191: <<2, 1>> does not permute model values; expected a set of permutations of model values: Permutations(S)")]
    [InlineData(Constants + "SPECIFICATION Spec VIEW Step", "Spec.cfg:2:25: VCF0209: Step is no state formula, so it cannot be a view; expected PROPERTY, or a formula without primes")]
    [InlineData(Constants + "SPECIFICATION Spec ALIAS Spec", "Spec.cfg:2:26: VCF0209: Spec is no action formula, so it cannot be an alias; expected a formula without temporal operators")]
    [InlineData(Constants + "SPECIFICATION Spec POSTCONDITION Step", "Spec.cfg:2:34: VCF0209: Step is no state formula, so it cannot be a postcondition; expected PROPERTY, or a formula without primes")]
    [InlineData(Constants + "SPECIFICATION Spec CONSTANT Nat <- [Sped]Seven", "Spec.cfg:2:37: VCF0207: no module Sped was read")]
    [InlineData(Constants + "SPECIFICATION Spec ACTION_CONSTRAINT Spec", "Spec.cfg:2:38: VCF0209: Spec is no action formula, so it cannot be an action constraint; expected a formula without temporal operators")]
    public void Load_Wrong_SaysWhatAndWhere(string config, string expected)
    {
        using var specification = new Specification(Body);
        Assert.Equal((Verdict.Error, expected), (specification.Check(config).Verdict, specification.Diagnostics(config)));
    }

    [Theory]
    [InlineData("CONSTANT Inv <- [Naturals]Seven", "Spec.cfg:2:37: VCF0192: a replacement inside module Naturals of Inv, which it does not define itself, is not supported")]
    public void Load_RefusedStatement_IsUnsupported(string statement, string expected)
    {
        using var specification = new Specification(Body);
        var config = Constants + "SPECIFICATION Spec " + statement;
        Assert.Equal((Verdict.Unsupported, expected), (specification.Check(config).Verdict, specification.Diagnostics(config)));
    }

    [Fact]
    public void Load_ValueForAnUndeclaredName_IsIgnoredAsByTlc()
    {
        using var specification = new Specification(Body);
        var result = specification.Check(Constants + "CONSTANTS r1 = r1 r2 = {r1}\nSPECIFICATION Spec\nCHECK_DEADLOCK FALSE");
        Assert.Equal((Verdict.Holds, 3L), (result.Verdict, result.Distinct));
    }

    [Fact]
    public void Load_DefinitionsReplaced_AreMeantEverywhere()
    {
        using var specification = new Specification("""
            EXTENDS Naturals
            CONSTANT N
            VARIABLE x
            Small == 0 .. N
            Six == 6
            K == 7
            F(a) == a
            G(a) == a + 1
            Init == x = 0 /\ K = 5
            Next == x' = F(x) /\ x' \in Nat
            """);
        var result = specification.Check(Specification.InitNext + "CONSTANTS N <- Six K = 5 Nat <- Small F <- G");
        Assert.Equal((Verdict.Holds, 7L, 7L), (result.Verdict, result.Distinct, result.Generated));
    }

    [Fact]
    public void Load_TableOfAConstantOperator_GivesItsValues()
    {
        using var specification = new Specification(Body);
        var config = "CONSTANTS N = 2 Op(0) = 5 Op(5) = 0\nSPECIFICATION Spec CHECK_DEADLOCK FALSE";
        Assert.Equal((Verdict.Holds, 2L), (specification.Check(config) is var r ? r.Verdict : default, r.Distinct));
        Assert.Equal("Spec.tla:8:14: VTL0501: the model gives Op no value at <<5>>",
            specification.Diagnostics("CONSTANTS N = 9 Op(0) = 5\nSPECIFICATION Spec"));
    }

    [Theory]
    [InlineData("Op(0, 1) = 5", "Spec.cfg:1:17: VCF0206: Op takes 1 arguments, here are 2\nSpec.cfg: VCF0203: the constant Op, declared at Spec.tla:3:14, has no value; expected CONSTANT Op = … or Op <- …")]
    [InlineData("Op(0) = 5 Op(0) = 6", "Spec.cfg:1:27: VCF0205: Op is given a value twice at 0")]
    public void Load_TableThatIsNone_SaysSo(string rows, string expected)
    {
        using var specification = new Specification(Body);
        Assert.Equal(expected, specification.Diagnostics($"CONSTANTS N = 2 {rows}\nSPECIFICATION Spec"));
    }

    [Fact]
    public void Load_ReplacementInsideAModule_ReachesItsInstances()
    {
        using var specification = new Specification("""
            EXTENDS Naturals
            VARIABLE x
            I == INSTANCE M WITH v <- x
            Two == 2
            Init == x = 0
            Next == x' = (x + I!G) % 7
            """);
        specification.Add("M", "EXTENDS Naturals\nVARIABLE v\nF == 1\nH == 5\nG == F + v + H");
        var result = specification.Check(Specification.InitNext + "CONSTANTS F = [M]3 H <- [M]Two");
        Assert.Equal("", specification.Show(result.Diagnostics));
        Assert.Equal((Verdict.Holds, 3L, 4L), (result.Verdict, result.Distinct, result.Generated));
    }

    [Fact]
    public void Load_ReplacedDefinitionOfAModuleThatIsInstantiatedWithParametersToo_IsUnsupported()
    {
        using var specification = new Specification("EXTENDS M\nI(p) == INSTANCE M WITH v <- p\nMine == 2\nInit == v = I(v)!F\nNext == v' = v");
        specification.Add("M", "VARIABLE v\nF == 1");
        Assert.Equal("Spec.cfg:4:15: VCF0193: F is replaced, but its module M is instantiated with parameters too; that is not supported",
            specification.Diagnostics(Specification.InitNext + "CONSTANT F <- Mine"));
    }
}
