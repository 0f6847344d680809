using Verified.Tla.Source;
using Verified.Tla.Syntax;

namespace Verified.Tests.Spec.Syntax;

public sealed class UnitTests
{
    [Theory]
    [InlineData("VARIABLES x, y", "VARIABLES x, y")]
    [InlineData("CONSTANTS C, F(_, _), _+_, -. _, _^+", "CONSTANTS C, F/2, +/2, -./1, ^+/1")]
    [InlineData("RECURSIVE f(_), g", "RECURSIVE f/1, g")]
    [InlineData("F(x, G(_), _ ++ _) == x", "F(x, G/1, ++/2) == x")]
    [InlineData("a ++ b == <<a, b>>", "++(a, b) == <<a, b>>")]
    [InlineData("-. a == a", "-.(a) == a")]
    [InlineData("a ^+ == a", "^+(a) == a")]
    [InlineData("SUBSET a == a", "SUBSET(a) == a")]
    [InlineData("f[x \\in S, <<a, b>> \\in T] == x", "f[x in S, <<a, b>> in T] == x")]
    [InlineData("LOCAL x == 1", "LOCAL x() == 1")]
    [InlineData("LOCAL INSTANCE M", "LOCAL INSTANCE M")]
    [InlineData("INSTANCE M WITH a <- 1, + <- F, b <- *", "INSTANCE M a <- 1 + <- F b <- `*`")]
    [InlineData("I(x) == INSTANCE M WITH F <- LAMBDA y : y", "I(x) == INSTANCE M F <- LAMBDA[y: y]")]
    [InlineData("INSTANCE M WITH a <- +\nb == 1", "INSTANCE M a <- `+`\nb() == 1")]
    [InlineData("ASSUME a\nASSUMPTION b == c\nAXIOM d", "ASSUME  == a\nASSUME b == c\nASSUME  == d")]
    [InlineData("THEOREM a\nLEMMA b == c\nCOROLLARY d\nPROPOSITION e",
        "THEOREM  == a\nTHEOREM b == c\nTHEOREM  == d\nTHEOREM  == e")]
    [InlineData("---- MODULE Inner ----\nx == 1\n====\ny == 2", "MODULE Inner {x() == 1}\ny() == 2")]
    [InlineData("x ≜ 1 ------ y == 2", "x() == 1\ny() == 2")]
    [InlineData("USE DEF x, +\nHIDE y\nz == 1", "z() == 1")]
    public void Parse_Unit_IsRead(string units, string shape) =>
        Assert.Equal(shape, Shape.OfUnits(units));

    [Fact]
    public void Parse_TextAroundModule_IsIgnored()
    {
        var module = Parse("--- \"\n--------MODULE M-----\nEXTENDS A, IF\n====\n(* \" never read");
        Assert.Equal("M", module.Name.Text);
        Assert.Equal(["A", "IF"], module.Extends.Select(e => e.Text));
        Assert.Empty(module.Units);
    }

    [Fact]
    public void Parse_SecondModule_IsIgnored() =>
        Assert.Equal("A", Parse("---- MODULE A ----\n====\n---- MODULE B ----\n$$$").Name.Text);

    [Fact]
    public void Parse_PlusCal_IsAComment() =>
        Assert.Single(Parse("---- MODULE A ----\n(* --algorithm x { while (TRUE) skip; } *)\na == 1\n====").Units);

    [Fact]
    public void Parse_Spans_CoverTheirText()
    {
        var definition = (UnitSyntax.Operator)Parse("---- MODULE A ----\n\n  F(x) == x + 1 \\* c\n====").Units[0];
        Assert.Equal("F(x) == x + 1", definition.Span.Text.ToString());
        Assert.Equal("x + 1", definition.Body.Span.Text.ToString());
        Assert.Equal("A.tla:3:11", definition.Body.Span.Location.ToString());
    }

    private static ModuleSyntax Parse(string text)
    {
        var result = TlaParser.Parse(new SourceText("A.tla", text));
        Assert.Empty(result.Diagnostics);
        return result.Value!;
    }
}
