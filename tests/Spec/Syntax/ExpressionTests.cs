namespace Verified.Tests.Spec.Syntax;

public sealed class ExpressionTests
{
    [Theory]
    [InlineData("0", "0")]
    [InlineData("\\b0101", "5")]
    [InlineData("\\O17", "15")]
    [InlineData("\\hFf", "255")]
    [InlineData("123456789012345678901234567890", "123456789012345678901234567890")]
    [InlineData("3.14", "decimal 3.14")]
    [InlineData("1..2", "..(1, 2)")]
    [InlineData("\"a\\\"b\\\\c\\td\"", "\"a\"b\\c\td\"")]
    [InlineData("\"(* \\\\* not a comment\"", "\"(* \\* not a comment\"")]
    [InlineData("2l", "2l")]
    [InlineData("_x1", "_x1")]
    [InlineData("WF", "WF")]
    [InlineData("WFx_y", "WFx_y")]
    [InlineData("TRUE", "TRUE")]
    [InlineData("@", "@")]
    public void ParseExpression_Atom_IsRead(string expression, string shape) =>
        Assert.Equal(shape, Shape.Of(expression));

    [Theory]
    [InlineData("F(a, b + 1)", "F(a, +(b, 1))")]
    [InlineData("Inst!Op(a)", "Inst!Op(a)")]
    [InlineData("I(1)!J(2)!K", "I(1)!J(2)!K")]
    [InlineData("M!+(a, b)", "M!+(a, b)")]
    [InlineData("M!-.(a)", "M!-.(a)")]
    [InlineData("op(a, b)!<<!>>!3!(x, y)!:!@", "op(a, b)!<<!>>!3!(x, y)!:!@")]
    [InlineData("Fold(+, 0, s)", "Fold(`+`, 0, s)")]
    [InlineData("F(/\\, \\/, -, -., [], SUBSET, ')", "F(`/\\`, `\\/`, `-`, `-.`, `[]`, `SUBSET`, `'`)")]
    [InlineData("F(LAMBDA x, y : x + y, 1)", "F(LAMBDA[x, y: +(x, y)], 1)")]
    [InlineData("l :: a + b", "l():: +(a, b)")]
    [InlineData("a + l(x, y) :: b * c", "+(a, l(x, y):: *(b, c))")]
    public void ParseExpression_Name_IsRead(string expression, string shape) =>
        Assert.Equal(shape, Shape.Of(expression));

    [Theory]
    [InlineData("{}", "{}")]
    [InlineData("{1, 2}", "{1, 2}")]
    [InlineData("{x \\in S}", "{\\in(x, S)}")]
    [InlineData("{x \\in S, y}", "{\\in(x, S), y}")]
    [InlineData("{x \\in S /\\ p}", "{/\\(\\in(x, S), p)}")]
    [InlineData("{x \\in S : p}", "filter{x in S: p}")]
    [InlineData("{x \\in S : y \\in T}", "filter{x in S: \\in(y, T)}")]
    [InlineData("{<<x, y>> \\in S : p}", "filter{<<x, y>> in S: p}")]
    [InlineData("{x \\in CHOOSE y : p : q}", "filter{x in CHOOSE[y: p]: q}")]
    [InlineData("{x \\in S, \\E y : p}", "{\\in(x, S), E[y: p]}")]
    [InlineData("{(x \\in S) : y \\in T}", "map{⦅\\in(x, S)⦆: y in T}")]
    [InlineData("{x + y : x, y \\in S, <<z>> \\in T}", "map{+(x, y): x, y in S, <<z>> in T}")]
    [InlineData("<<>>", "<<>>")]
    [InlineData("<<<<1>>, 2>>", "<<<<1>>, 2>>")]
    [InlineData("[x \\in S |-> x]", "[x in S |-> x]")]
    [InlineData("[x, y \\in S, <<a, b>> \\in T |-> x]", "[x, y in S, <<a, b>> in T |-> x]")]
    [InlineData("[S -> T]", "[S -> T]")]
    [InlineData("[x \\in S]_v", "box[\\in(x, S), v]")]
    [InlineData("f[1, 2][3]", "f[1, 2][3]")]
    [InlineData("[a |-> 1, IN |-> 2]", "[a |-> 1, IN |-> 2]")]
    [InlineData("[a : S, b : T]", "[a : S, b : T]")]
    [InlineData("r.a.IF.SUBSET", "r.a.IF.SUBSET")]
    [InlineData("[f EXCEPT ![1].a[2, 3] = @ + 1, !.b = 2]", "EXCEPT[f, ![1].a[2, 3] = +(@, 1), !.b = 2]")]
    public void ParseExpression_Brackets_AreTold(string expression, string shape) =>
        Assert.Equal(shape, Shape.Of(expression));

    [Theory]
    [InlineData("[A]_v", "box[A, v]")]
    [InlineData("[][A]_<<x, y>>", "[](box[A, <<x, y>>])")]
    [InlineData("[A]_Inst!vars", "box[A, Inst!vars]")]
    [InlineData("<<A \\/ B>>_(v)", "angle[\\/(A, B), ⦅v⦆]")]
    [InlineData("WF_v(A)", "WF[v, A]")]
    [InlineData("SF_<<x>>(A /\\ B)", "SF[<<x>>, /\\(A, B)]")]
    [InlineData("WF_(v)(A)", "WF[⦅v⦆, A]")]
    [InlineData("WF_Inst!vars(A)", "WF[Inst!vars, A]")]
    [InlineData("WF_f(1)(A)", "WF[f(1), A]")]
    public void ParseExpression_Subscript_IsRead(string expression, string shape) =>
        Assert.Equal(shape, Shape.Of(expression));

    [Theory]
    [InlineData("\\A x, y \\in S, z \\in T : p", "A[x, y in S, z in T: p]")]
    [InlineData("\\exists x : p", "E[x: p]")]
    [InlineData("\\E x, y : p /\\ q", "E[x, y: /\\(p, q)]")]
    [InlineData("\\AA x : \\EE y : p", "AA[x: EE[y: p]]")]
    [InlineData("CHOOSE x : p", "CHOOSE[x: p]")]
    [InlineData("CHOOSE <<x, y>> \\in S : p", "CHOOSE[<<x, y>> in S: p]")]
    [InlineData("1 + IF a THEN b ELSE c + d", "+(1, IF[a, b, +(c, d)])")]
    [InlineData("CASE a -> b [] c -> d [] OTHER -> e", "CASE[a -> b, c -> d, OTHER -> e]")]
    [InlineData("LET f(x) == x g[y \\in S] == y I == INSTANCE M RECURSIVE h(_) h(n) == n IN f(1)",
        "LET[f(x) == x; g[y in S] == y; I() == INSTANCE M; RECURSIVE h/1; h(n) == n: f(1)]")]
    public void ParseExpression_Open_ExtendsAsFarAsItCan(string expression, string shape) =>
        Assert.Equal(shape, Shape.Of(expression));

    [Fact]
    public void Parse_LetInTheBoundOfAFunction_IsPartOfIt() =>
        Assert.Equal(
            "a() == LET[f[x in LET[S() == 1: S]] == x: f]",
            Shape.OfUnits("a == LET f[x \\in LET S == 1 IN S] == x IN f"));

    [Fact]
    public void ParseExpression_Comments_AreBlanks() =>
        Assert.Equal("+(a, b)", Shape.Of("a (* x (* \\* y *) *) + \\* (* z\nb"));
}
