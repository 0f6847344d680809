using Verified.Tla.Source;

namespace Verified.Tests.Spec.Syntax;

public sealed class DiagnosticRendererTests
{
    [Fact]
    public void Render_Place_StandsUnderTheCaret() =>
        Assert.Equal(
            "A.tla:2:5: VTL0101: found 'b'; expected an operator\n    2 | x a b\n      |     ^",
            Render("first\nx a b\n", 2, 5));

    [Fact]
    public void Render_TabsAndSurrogates_KeepTheCaretInPlace() =>
        Assert.Equal(
            "A.tla:1:5: VTL0101: found 'b'; expected an operator\n    1 | \t😀 b\n      | \t  ^", Render("\t😀 b", 1, 5));

    [Fact]
    public void Render_EndOfFile_PointsBehindTheText() =>
        Assert.Equal("A.tla:1:2: VTL0101: found 'b'; expected an operator\n    1 | a\n      |  ^", Render("a", 1, 2));

    [Fact]
    public void Render_LongLine_ShowsAWindow()
    {
        var line = new string('a', 300) + "b" + new string('c', 300);
        Assert.Equal(
            "A.tla:1:301: VTL0101: found 'b'; expected an operator\n"
            + $"    1 | …{new string('a', 50)}b{new string('c', 49)}…\n      | {new string(' ', 51)}^",
            Render(line, 1, 301));
    }

    [Fact]
    public void Render_WholeFile_IsTheMessageAlone() =>
        Assert.Equal("A.tla: VTL0101: found 'b'; expected an operator", Render("x", 0, 0));

    private static string Render(string text, int line, int column) => DiagnosticRenderer.Render(
        new Diagnostic("VTL0101", new Location("A.tla", line, column), "found 'b'", "an operator"),
        new SourceText("A.tla", text));
}
