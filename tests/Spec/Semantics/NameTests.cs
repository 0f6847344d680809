using Verified.Tests.Spec.Checking;

namespace Verified.Tests.Spec.Semantics;

/// <summary>Names: what is unknown, defined twice, of the wrong arity. Whole messages; line 1 is the module's header.</summary>
public sealed class NameTests
{
    [Theory]
    [InlineData("F == Undefined", "Spec.tla:2:6: VTL0201: Undefined is not defined")]
    [InlineData("Counter == 1\nF == Countre", "Spec.tla:3:6: VTL0201: Countre is not defined; expected Counter, perhaps")]
    [InlineData("F == Len(<<>>)", "Spec.tla:2:6: VTL0201: Len is not defined; expected EXTENDS Sequences")]
    [InlineData("F == 1 + 2", "Spec.tla:2:8: VTL0201: + is not defined; expected EXTENDS Naturals")]
    [InlineData("F == Cardinality({})", "Spec.tla:2:6: VTL0201: Cardinality is not defined; expected EXTENDS FiniteSets")]
    [InlineData("F == 1\nF == 2", "Spec.tla:3:1: VTL0202: F is already defined at Spec.tla:2:1; expected another name")]
    [InlineData("VARIABLE x\nF == \\E x \\in {} : TRUE",
        "Spec.tla:3:9: VTL0202: x is already a variable, declared at Spec.tla:2:10; expected another name")]
    [InlineData("CONSTANT c\nF(c) == 1",
        "Spec.tla:3:3: VTL0202: c is already a constant, declared at Spec.tla:2:10; expected another name")]
    [InlineData("F(a) == [a \\in {} |-> 1]",
        "Spec.tla:2:10: VTL0202: a is already a parameter, at Spec.tla:2:3; expected another name")]
    [InlineData("F == \\E a \\in {} : \\A a \\in {} : TRUE",
        "Spec.tla:2:23: VTL0202: a is already bound at Spec.tla:2:9; expected another name")]
    [InlineData("F == 1\nG == LET F == 2 IN F", "Spec.tla:3:10: VTL0202: F is already defined at Spec.tla:2:1; expected another name")]
    [InlineData("EXTENDS Naturals\nNat == {}", "Spec.tla:3:1: VTL0202: Nat is already an operator of a standard module; expected another name")]
    [InlineData("EXTENDS Missing",
        "Spec.tla:2:9: VTL0203: there is no module Missing; expected a file Missing.tla beside the module that names it, or a library folder that holds one")]
    [InlineData("EXTENDS Spec", "Spec.tla:2:9: VTL0204: module Spec extends or instantiates itself")]
    [InlineData("I == INSTANCE Spec", "Spec.tla:2:15: VTL0204: module Spec extends or instantiates itself")]
    [InlineData("F(a) == a\nG == F", "Spec.tla:3:6: VTL0206: F takes 1 argument, not 0")]
    [InlineData("F(a) == a\nG == F(1, 2)", "Spec.tla:3:6: VTL0206: F takes 1 argument, not 2")]
    [InlineData("F == 1\nG == F(1)", "Spec.tla:3:6: VTL0206: F takes no arguments, not 1")]
    [InlineData("F(Op(_)) == Op(1)\nG == F(1)",
        "Spec.tla:3:8: VTL0206: F takes an operator of 1 argument here; expected an operator's name or a LAMBDA")]
    [InlineData("F(Op(_)) == Op(1)\nTwo(a, b) == a\nG == F(Two)", "Spec.tla:4:8: VTL0206: F takes an operator of 1 argument; Two takes 2")]
    [InlineData("RECURSIVE F(_)\nF(a, b) == 1", "Spec.tla:3:1: VTL0206: F was declared RECURSIVE with 1 arguments")]
    [InlineData("RECURSIVE F(_)", "Spec.tla:2:11: VTL0207: F is declared RECURSIVE but not defined")]
    [InlineData("F == [a |-> 1, a |-> 2]", "Spec.tla:2:16: VTL0209: the record has two fields a")]
    [InlineData("F == [a : {}, a : {}]", "Spec.tla:2:15: VTL0209: the set of records has two fields a")]
    [InlineData("F == @", "Spec.tla:2:6: VTL0210: @ cannot stand here")]
    public void Resolve_WrongName_SaysWhatAndWhere(string body, string expected)
    {
        using var specification = new Specification(body);
        Assert.Equal(expected, specification.Diagnostics(""));
    }

    [Theory]
    [InlineData("I == INSTANCE M\nF == I", "Spec.tla:3:6: VTL0208: I is not an operator; expected I!Name")]
    [InlineData("I == INSTANCE M\nF == I!Sise", "Spec.tla:3:8: VTL0201: module M does not define Sise; expected Size, perhaps")]
    [InlineData("I == INSTANCE M\nF == I!Hidden", "Spec.tla:3:8: VTL0201: module M does not define Hidden")]
    [InlineData("I == INSTANCE M\nF == J!Size", "Spec.tla:3:6: VTL0201: J is not defined")]
    [InlineData("I(a) == INSTANCE M\nF == I!Size", "Spec.tla:3:6: VTL0206: the instance I takes 1 argument, not 0")]
    [InlineData("I == INSTANCE Open",
        "Spec.tla:2:6: VTL0205: INSTANCE Open does not say what c stands for; expected WITH c <- …, or a c of the instantiating module")]
    [InlineData("INSTANCE M\nSize == 2", "Spec.tla:3:1: VTL0202: Size is already defined at M.tla:2:1; expected another name")]
    public void Resolve_WrongNameOfInstance_SaysWhatAndWhere(string body, string expected)
    {
        using var specification = new Specification(body);
        specification.Add("M", "Size == 1\nLOCAL Hidden == 2").Add("Open", "CONSTANT c\nF == c");
        Assert.Equal(expected, specification.Diagnostics(""));
    }

    [Theory]
    [InlineData("F == \\E a \\in {} : TRUE\nG == \\E a \\in {} : TRUE")]
    [InlineData("F == (\\E a \\in {} : TRUE) /\\ (\\E a \\in {} : TRUE)")]
    [InlineData("EXTENDS A, B\nF == Base")]
    [InlineData("EXTENDS A, SameName")]
    [InlineData("EXTENDS A\nVARIABLE v")]
    [InlineData("EXTENDS A\nI == INSTANCE A\nF == I!Base = Base")]
    [InlineData("EXTENDS Naturals, Integers, TLC, Sequences, FiniteSets, Bags, TLCExt, Randomization, Json")]
    [InlineData("a ++ b == <<a, b>>\nF == 1 ++ 2")]
    [InlineData("F == [Base |-> 1].Base")]
    public void Resolve_LegalReuseOfNames_IsAccepted(string body)
    {
        using var specification = new Specification(body);
        specification.Add("A", "EXTENDS Root\nInA == Base").Add("B", "EXTENDS Root\nInB == Base")
            .Add("Root", "VARIABLE v\nBase == v").Add("SameName", "InA == 3");
        Assert.Equal("", specification.Diagnostics(""));
    }
}
