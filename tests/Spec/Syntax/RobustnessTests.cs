using Verified.Tla.Source;
using Verified.Tla.Syntax;

namespace Verified.Tests.Spec.Syntax;

/// <summary>Depth ends in a diagnostic, length in a tree; nothing overflows the stack.</summary>
public sealed class RobustnessTests
{
    private const int Many = 100_000;

    [Theory]
    [InlineData("(")]
    [InlineData("{")]
    [InlineData("[")]
    [InlineData("<<")]
    [InlineData("f[")]
    [InlineData("F(")]
    [InlineData("~")]
    [InlineData("- ")]
    [InlineData("/\\ ")]
    [InlineData("IF ")]
    [InlineData("LET x == ")]
    [InlineData("CASE ")]
    [InlineData("\\A x : ")]
    [InlineData("\\E x \\in ")]
    [InlineData("[f EXCEPT ![1] = ")]
    [InlineData("{x \\in ")]
    [InlineData("[A]_[")]
    [InlineData("F(LAMBDA x : ")]
    [InlineData("l :: ")]
    public void ParseExpression_DeepNesting_IsRefused(string opening)
    {
        var text = string.Concat(Enumerable.Repeat(opening, Many)) + "x";
        Assert.Contains(
            "VTL0190: expressions nest deeper than 2000 levels here; expected definitions that name the inner parts",
            Shape.Of(text), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("x", " + x")]
    [InlineData("x", " /\\ x")]
    [InlineData("x", "'")]
    [InlineData("x", ".a")]
    [InlineData("x", "[1]")]
    public void ParseExpression_DeepChain_IsRefused(string first, string next) =>
        Assert.Contains(
            "VTL0190", Shape.Of(first + string.Concat(Enumerable.Repeat(next, 50_000))), StringComparison.Ordinal);

    [Fact]
    public void ParseExpression_ChainsInChains_CountTogether()
    {
        var text = "x";
        for (var level = 0; level < 5; level++)
            text = $"({text}{string.Concat(Enumerable.Repeat(" + x", 500))})";
        Assert.Contains("VTL0190", Shape.Of(text), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(1_900, true)]
    [InlineData(2_100, false)]
    public void ParseExpression_AroundTheLimit_IsDecidedByIt(int depth, bool isRead)
    {
        var text = new string('(', depth) + "x" + new string(')', depth);
        Assert.Equal(isRead, TlaParser.ParseExpression(new SourceText("e", text)).IsSuccess);
    }

    [Fact]
    public void ParseExpression_LongFlatForms_AreRead()
    {
        Assert.Equal(20_000, Junction(20_000).Items.Length);
        Assert.Equal(20_000, Read<ExprSyntax.SetEnumeration>("{" + Repeat("x", ", ", 20_000) + "}").Elements.Length);
        Assert.Equal(20_000, Read<ExprSyntax.Product>(Repeat("x", " \\X ", 20_000)).Sets.Length);
        Assert.Equal(1_500, Count(Read<ExprSyntax.Apply>(Repeat("x", " + ", 1_500))));
    }

    [Fact]
    public void ParseExpression_DeepComment_IsABlank()
    {
        var open = string.Concat(Enumerable.Repeat("(*", Many));
        var close = string.Concat(Enumerable.Repeat("*)", Many));
        Assert.Equal("x", Shape.Of($"{open}{close}x"));
    }

    [Theory]
    [InlineData("", "---- MODULE A ----\n")]
    [InlineData("THEOREM x ", "<+> y ")]
    [InlineData("THEOREM ", "ASSUME ")]
    [InlineData("THEOREM x <1> ", "SUFFICES ASSUME a PROVE b <+> ")]
    [InlineData("x == ", "LET I == INSTANCE M WITH a <- ")]
    public void Parse_DeepUnits_IsRefused(string start, string opening)
    {
        var text = $"---- MODULE M ----\n{start}{string.Concat(Enumerable.Repeat(opening, Many))}";
        var result = TlaParser.Parse(new SourceText("M.tla", text));
        Assert.Equal("VTL0190", Assert.Single(result.Diagnostics).Code);
    }

    [Fact]
    public void ParseExpression_LongNumber_IsRefused()
    {
        Assert.Equal(
            "e:1:1: VTL0116: the number has 1000000 digits; expected at most 10000", Shape.Of(new string('7', 1_000_000)));
        Assert.Equal(new string('7', 10_000), Shape.Of(new string('7', 10_000)));
    }

    [Fact]
    public void ParseExpression_LongLine_IsReadInLinearTime()
    {
        var blanks = new string(' ', 20_000_000);
        Assert.Equal("+(a, b)", Shape.Of($"a{blanks}+{blanks}b"));
        Assert.Equal("e:1:20000002: VTL0107: '`' means nothing in TLA+", Shape.Of($"a{blanks}`"));
    }

    private static ExprSyntax.Junction Junction(int length) =>
        Read<ExprSyntax.Junction>(string.Concat(Enumerable.Repeat("/\\ x\n", length)));

    private static int Count(ExprSyntax chain)
    {
        var count = 1;
        for (; chain is ExprSyntax.Apply { Arguments: [var left, _] }; chain = left) count++;
        return count;
    }

    private static string Repeat(string item, string separator, int count) =>
        string.Join(separator, Enumerable.Repeat(item, count));

    private static T Read<T>(string text)
        where T : ExprSyntax => Assert.IsType<T>(TlaParser.ParseExpression(new SourceText("e", text)).Value);
}
