using Verified.Tla.Syntax;

namespace Verified.Tests.Spec.Syntax;

public sealed class OperatorTests
{
    [Theory]
    [InlineData("a + b * c", "+(a, *(b, c))")]
    [InlineData("a - b - c", "-(-(a, b), c)")]
    [InlineData("-a + b", "+(-.(a), b)")]
    [InlineData("a - -b", "-(a, -.(b))")]
    [InlineData("- -a", "-.(-.(a))")]
    [InlineData("-a * b", "-.(*(a, b))")]
    [InlineData("-. (1)", "-.(1)")]
    [InlineData("~a = b", "~(=(a, b))")]
    [InlineData("~a /\\ b", "/\\(~(a), b)")]
    [InlineData("a => b \\/ c", "=>(a, \\/(b, c))")]
    [InlineData("[]<>p /\\ q", "/\\([](<>(p)), q)")]
    [InlineData("x' = y", "=('(x), y)")]
    [InlineData("-x'", "-.('(x))")]
    [InlineData("x''", "'('(x))")]
    [InlineData("f[x]'.a", "'(f[x]).a")]
    [InlineData("r^+ \\cup s^* \\cup t^#", "\\cup(\\cup(^+(r), ^*(s)), ^#(t))")]
    [InlineData("1 .. n + 1", "..(1, +(n, 1))")]
    [InlineData("DOMAIN f.g", "DOMAIN(f.g)")]
    [InlineData("ENABLED A /\\ UNCHANGED v", "/\\(ENABLED(A), UNCHANGED(v))")]
    [InlineData("a \\in SUBSET S", "\\in(a, SUBSET(S))")]
    [InlineData("s \\o t \\o u", "\\o(\\o(s, t), u)")]
    [InlineData("k :> v @@ g", "@@(:>(k, v), g)")]
    [InlineData("A \\cdot B", "\\cdot(A, B)")]
    [InlineData("P -+-> Q", "-+->(P, Q)")]
    [InlineData("+(a, b)", "+(a, b)")]
    [InlineData("\\o (1, 2)", "\\o(1, 2)")]
    public void ParseExpression_Precedence_GroupsAsSanyDoes(string expression, string shape) =>
        Assert.Equal(shape, Shape.Of(expression));

    [Theory]
    [InlineData("A \\X B \\X C", "\\X(A, B, C)")]
    [InlineData("(A \\X B) \\times C", "\\X(⦅\\X(A, B)⦆, C)")]
    [InlineData("A \\X B \\cup C × D", "\\cup(\\X(A, B), \\X(C, D))")]
    [InlineData("x \\in A \\X B \\X C /\\ p", "/\\(\\in(x, \\X(A, B, C)), p)")]
    public void ParseExpression_Product_TakesAllItsSetsAtOnce(string expression, string shape) =>
        Assert.Equal(shape, Shape.Of(expression));

    [Theory]
    [InlineData("\\land", "/\\")]
    [InlineData("∧", "/\\")]
    [InlineData("\\lor", "\\/")]
    [InlineData("\\equiv", "<=>")]
    [InlineData("⇔", "<=>")]
    [InlineData("#", "/=")]
    [InlineData("≠", "/=")]
    [InlineData("=<", "\\leq")]
    [InlineData("<=", "\\leq")]
    [InlineData("≤", "\\leq")]
    [InlineData(">=", "\\geq")]
    [InlineData("\\union", "\\cup")]
    [InlineData("\\intersect", "\\cap")]
    [InlineData("∪", "\\cup")]
    [InlineData("\\circ", "\\o")]
    [InlineData("(+)", "\\oplus")]
    [InlineData("(-)", "\\ominus")]
    [InlineData("(.)", "\\odot")]
    [InlineData("(/)", "\\oslash")]
    [InlineData("(\\X)", "\\otimes")]
    [InlineData("∈", "\\in")]
    [InlineData("⇒", "=>")]
    [InlineData("↝", "~>")]
    [InlineData("‥", "..")]
    public void ParseExpression_Synonym_HasCanonicalName(string spelling, string name) =>
        Assert.Equal($"{name}(a, b)", Shape.Of($"a {spelling} b"));

    [Theory]
    [InlineData("¬a", "~(a)")]
    [InlineData("\\lnot a", "~(a)")]
    [InlineData("\\neg a", "~(a)")]
    [InlineData("□◇a", "[](<>(a))")]
    [InlineData("a⁺", "^+(a)")]
    [InlineData("⟨1, 2⟩", "<<1, 2>>")]
    [InlineData("⟨A⟩_v", "angle[A, v]")]
    [InlineData("[x ∈ ℕ ↦ x]", "[x in Nat |-> x]")]
    [InlineData("[S → T]", "[S -> T]")]
    [InlineData("∀x ∈ ℤ : ∃y ∈ ℝ : p", "A[x in Int: E[y in Real: p]]")]
    public void ParseExpression_Unicode_MeansTheSame(string expression, string shape) =>
        Assert.Equal(shape, Shape.Of(expression));

    [Fact]
    public void ParseExpression_EveryPairOfInfixOperators_ConflictsExactlyWhenRangesOverlap()
    {
        var symbols = Infixes();
        foreach (var left in symbols)
            foreach (var right in symbols)
                Assert.Equal(Grouping(left, right), GroupingOf(Shape.Of($"a {left.Text} b {right.Text} c"), left, right));
    }

    [Fact]
    public void ParseExpression_EveryPrefixBeforeEveryInfix_ConflictsExactlyWhenRangesOverlap()
    {
        foreach (var prefix in new[] { "~", "ENABLED", "UNCHANGED", "[]", "<>", "SUBSET", "UNION", "DOMAIN", "-." })
            foreach (var infix in Infixes())
            {
                Assert.True(OperatorTable.TryFind(prefix, out var left));
                var spelling = prefix == "-." ? "-" : prefix;
                var shape = Shape.Of($"{spelling} a {infix.Text} b");
                var expected = left.Low > infix.High ? $"{infix.Text}({prefix}(a), b)"
                    : infix.Low > left.High ? $"{prefix}({infix.Text}(a, b))"
                    : "conflict";
                Assert.Equal(expected, shape.Contains("VTL0111", StringComparison.Ordinal) ? "conflict" : shape);
            }
    }

    private static List<OperatorSymbol> Infixes()
    {
        string[] some =
        [
            "=>", "<=>", "~>", "-+->", "/\\", "\\/", "\\cdot", "=", "/=", "<", "\\leq", "\\in", "|-", ":=", "::=",
            "@@", ":>", "<:", "\\", "\\cap", "\\cup", "\\X", "\\uplus", "\\sqcap", "..", "...", "\\wr", "$", "$$",
            "##", "??", "!!", "+", "++", "\\oplus", "|", "||", "%%", "%", "-", "--", "*", "**", "&", "&&", "\\o",
            "\\otimes", "\\star", "/", "//", "\\div", "\\oslash", "^", "^^",
        ];
        return [.. some.Select(s => OperatorTable.TryFind(s, out var symbol) ? symbol : throw new ArgumentException(s))];
    }

    /// <summary>What the table says of <c>a left b right c</c>.</summary>
    private static string Grouping(OperatorSymbol left, OperatorSymbol right) =>
        left.Low > right.High || (left == right && left.IsAssociative) ? "left"
        : right.Low > left.High ? "right"
        : "conflict";

    private static string GroupingOf(string shape, OperatorSymbol left, OperatorSymbol right) =>
        shape.Contains("VTL011", StringComparison.Ordinal) ? "conflict"
        : shape == $"{right.Text}({left.Text}(a, b), c)" || shape == "\\X(a, b, c)" ? "left"
        : shape == $"{left.Text}(a, {right.Text}(b, c))" ? "right"
        : shape;
}
