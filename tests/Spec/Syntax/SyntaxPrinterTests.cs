using Verified.Tla.Source;
using Verified.Tla.Syntax;

namespace Verified.Tests.Spec.Syntax;

public sealed class SyntaxPrinterTests
{
    [Theory]
    [InlineData("a+b*c", "a + b * c")]
    [InlineData("(a+b)*c", "(a + b) * c")]
    [InlineData("+(a, b)", "a + b")]
    [InlineData("a \\land \\lnot b", "a /\\ ~b")]
    [InlineData("x' # y", "x' /= y")]
    [InlineData("[][A]_<<x,y>>", "[][A]_<<x, y>>")]
    [InlineData("1..n", "1..n")]
    [InlineData("1..n-1", "1 .. n - 1")]
    [InlineData("-a - -1", "-a - -1")]
    [InlineData("F( *,x)", "F( *, x)")]
    [InlineData("{(x \\in S) : y \\in T}", "{(x \\in S) : y \\in T}")]
    [InlineData("M! !!(a, b)", "M! !!(a, b)")]
    [InlineData("Inst(1)!Op(2)!<<", "Inst(1)!Op(2)!<<")]
    [InlineData("/\\ a\n/\\ \\/ b\n   \\/ c", "/\\ a\n/\\ \\/ b\n   \\/ c")]
    [InlineData("LET a == 1 b == 2 IN a", "LET a == 1\n    b == 2\nIN  a")]
    [InlineData("\"a\\\"\\n\"", "\"a\\\"\\n\"")]
    [InlineData("[f EXCEPT !.a[1]=@]", "[f EXCEPT !.a[1] = @]")]
    [InlineData("\\hFF", "255")]
    public void Print_Expression_IsCanonical(string expression, string printed) =>
        Assert.Equal(printed, SyntaxPrinter.Print(Read(expression)));

    [Fact]
    public void Print_TreeWithoutParentheses_GetsThoseItNeeds()
    {
        var a = Read("a");
        var product = Apply("*", Apply("+", a, a), Apply("-.", a));
        Assert.Equal("(a + a) * (-a)", SyntaxPrinter.Print(product));
        Assert.Equal("(a => a)'", SyntaxPrinter.Print(Apply("'", Apply("=>", a, a))));
        Assert.Equal("(\\E x : a) /\\ a", SyntaxPrinter.Print(Apply("/\\", Read("\\E x : a"), a)));
        Assert.Equal("a /\\ (a \\/ a)", SyntaxPrinter.Print(Apply("/\\", a, Apply("\\/", a, a))));
    }

    /// <summary>A symbol further inside competes too where no parentheses keep it from what stands outside.</summary>
    [Fact]
    public void Print_SymbolsInsideAnOperand_AreKeptApartFromTheirNeighbours()
    {
        var a = Read("a");
        Assert.Equal("(UNION []a) .. a", SyntaxPrinter.Print(Apply("..", Apply("UNION", Apply("[]", a)), a)));
        Assert.Equal(
            "(DOMAIN ENABLED a) \\cup a", SyntaxPrinter.Print(Apply("\\cup", Apply("DOMAIN", Apply("ENABLED", a)), a)));
        Assert.Equal(
            "(a :> SUBSET <>a) < a",
            SyntaxPrinter.Print(Apply("<", Apply(":>", a, Apply("SUBSET", Apply("<>", a))), a)));
        Assert.Equal("[](a^+[a])", SyntaxPrinter.Print(Apply("[]", Index(Apply("^+", a), a))));
        Assert.Equal("~a^+[a]", SyntaxPrinter.Print(Apply("~", Index(Apply("^+", a), a))));
    }

    [Fact]
    public void Print_Module_ReadsBackTheSame()
    {
        const string Text = """
            ---- MODULE M ----
            EXTENDS A, B
            CONSTANTS C, F(_, _), _ ++ _, -. _, _ ^+
            VARIABLES x, y
            RECURSIVE g(_)
            ASSUME named == C
            a ++ b == a
            -. a == a
            a ^+ == a
            LOCAL h[i \in S, <<j, k>> \in T] == i
            I(n) == INSTANCE N WITH a <- 1, + <- F
            LOCAL INSTANCE O
            THEOREM T == ASSUME NEW q PROVE q
            ---- MODULE Inner ----
            z == 1
            ====
            ====
            """;
        var result = TlaParser.Parse(new SourceText("M.tla", Text));
        Assert.Empty(result.Diagnostics);
        Assert.Equal(Text.ReplaceLineEndings("\n"), SyntaxPrinter.Print(result.Value!));
    }

    private static ExprSyntax Read(string text) =>
        TlaParser.ParseExpression(new SourceText("e", text)).Value!;

    private static ExprSyntax.FunctionApplication Index(ExprSyntax function, ExprSyntax argument) =>
        new(function, [argument], default);

    private static ExprSyntax.Apply Apply(string symbol, params ExprSyntax[] arguments) =>
        new([], new NameSyntax(symbol, default), [.. arguments], default);
}
