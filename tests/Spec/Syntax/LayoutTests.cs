namespace Verified.Tests.Spec.Syntax;

public sealed class LayoutTests
{
    [Theory]
    [InlineData("/\\ a\n/\\ b", "AND[a, b]")]
    [InlineData("/\\ a", "AND[a]")]
    [InlineData("/\\ a /\\ b", "AND[/\\(a, b)]")]
    [InlineData("a /\\ b", "/\\(a, b)")]
    [InlineData("/\\ \\/ a\n   \\/ b\n/\\ c", "AND[OR[a, b], c]")]
    [InlineData("/\\ a\n /\\ b", "AND[/\\(a, b)]")]
    [InlineData(" /\\ a\n/\\ b", "/\\(AND[a], b)")]
    [InlineData("/\\ a\n\\/ b", "\\/(AND[a], b)")]
    [InlineData("  /\\ a\n  + b", "+(AND[a], b)")]
    [InlineData("  /\\ a\n   + b\n  /\\ c", "AND[+(a, b), c]")]
    [InlineData("/\\ /\\ a\n   /\\ b\n+ c", "+(AND[AND[a, b]], c)")]
    [InlineData("/\\ IF a\n   THEN b\n   ELSE c\n/\\ d", "AND[IF[a, b, c], d]")]
    [InlineData("/\\ \\A x \\in S :\n     /\\ p\n     /\\ q\n/\\ r", "AND[A[x in S: AND[p, q]], r]")]
    [InlineData("/\\ LET x == 1\n       y == 2\n   IN x\n/\\ b", "AND[LET[x() == 1; y() == 2: x], b]")]
    [InlineData("(/\\ a\n /\\ b)", "⦅AND[a, b]⦆")]
    [InlineData("{/\\ a\n /\\ b, c}", "{AND[a, b], c}")]
    [InlineData("\\land a", "e:1:1: VTL0101: found '\\land'; expected an expression")]
    [InlineData("∧ a\n∧ ∨ b\n  ∨ c", "AND[a, OR[b, c]]")]
    [InlineData("∧ a\n/\\ b", "AND[a, b]")]
    public void ParseExpression_Junction_EndsByColumn(string expression, string shape) =>
        Assert.Equal(shape, Shape.Of(expression));

    [Fact]
    public void ParseExpression_Tab_ReachesTheNextOfEightColumns() =>
        Assert.Equal("AND[a, b]", Shape.Of("\t/\\ a\n        /\\ b"));

    [Fact]
    public void ParseExpression_SurrogatePair_IsOneColumn() =>
        Assert.Equal("AND[AND[a, b]]", Shape.Of("(*😀*) /\\ /\\ a\n         /\\ b"));

    [Fact]
    public void ParseExpression_NestedCase_BelongsToTheListItem() =>
        Assert.Equal(
            "CASE[A -> AND[CASE[B -> C, D -> E]], F -> G]",
            Shape.Of("CASE A ->\n    /\\ CASE B -> C\n       [] D -> E\n  [] F -> G"));

    [Fact]
    public void Parse_TwoDefinitionsOnOneLine_AreTwo() =>
        Assert.Equal("a() == 1\nb(x) == +(x, 1)\nc[x in S] == x", Shape.OfUnits("a == 1 b(x) == x + 1 c[x \\in S] == x"));

    [Fact]
    public void Parse_UnitKeyword_EndsJunction() =>
        Assert.Equal(
            "a() == AND[1, 2]\nASSUME  == x\nb() == AND[3]",
            Shape.OfUnits("a ==\n  /\\ 1\n  /\\ 2\n      ASSUME x\n  b == /\\ 3\n  ----"));

    [Fact]
    public void Parse_PrefixDefinitionAfterCase_IsNoArm() =>
        Assert.Equal("a() == CASE[1 -> 2]\n[](x) == 3", Shape.OfUnits("a == CASE 1 -> 2 [] x == 3"));
}
