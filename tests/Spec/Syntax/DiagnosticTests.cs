using Verified.Tla.Source;
using Verified.Tla.Syntax;

namespace Verified.Tests.Spec.Syntax;

/// <summary>The whole text of every syntax error.</summary>
public sealed class DiagnosticTests
{
    [Theory]
    [InlineData("", "A.tla: VTL0102: the file has no module; expected '---- MODULE Name ----'")]
    [InlineData("--- MODULE A ---\n====", "A.tla: VTL0102: the file has no module; expected '---- MODULE Name ----'")]
    [InlineData("---- MODULE A\n====",
        "A.tla:2:1: VTL0101: found '===='; expected '----' behind the name of the module")]
    [InlineData("---- MODULE A ----\nx == 1\n", "A.tla:3:1: VTL0103: module 'A' has no end; expected a line '===='")]
    [InlineData("---- MODULE A ----\nx == ",
        "A.tla:2:6: VTL0101: found the end of the file; expected an expression")]
    [InlineData("---- MODULE A ----\nx == 1\nEXTENDS B\n====",
        "A.tla:3:1: VTL0101: found the keyword 'EXTENDS'; expected EXTENDS only directly behind the module's header")]
    [InlineData("---- MODULE A ----\nx == 1 (* a (* b *)\n====",
        "A.tla:2:8: VTL0104: the comment that opens here is never closed; expected '*)'")]
    public void Parse_WrongFile_SaysWhere(string text, string message) =>
        Assert.Equal(message, Assert.Single(TlaParser.Parse(new SourceText("A.tla", text)).Diagnostics).ToString());

    [Theory]
    [InlineData("x = 1", "M.tla:2:3: VTL0109: found '='; expected '==' (a definition); '=' compares")]
    [InlineData("F(a, b) = 1", "M.tla:2:9: VTL0109: found '='; expected '==' (a definition); '=' compares")]
    [InlineData("x == 1\nf[a \\in S] = 1", "M.tla:3:12: VTL0109: found '='; expected '==' (a definition); '=' compares")]
    [InlineData("x == LET y = 1 IN y", "M.tla:2:12: VTL0109: found '='; expected '==' (a definition); '=' compares")]
    [InlineData("IF == 1", "M.tla:2:1: VTL0110: 'IF' is a keyword and cannot be a name; expected an identifier")]
    [InlineData("VARIABLES x, NEW",
        "M.tla:2:14: VTL0110: 'NEW' is a keyword and cannot be a name; expected an identifier")]
    [InlineData("CONSTANT F(_, IN)", "M.tla:2:15: VTL0101: found the keyword 'IN'; expected '_'")]
    [InlineData("x == a b", "M.tla:2:8: VTL0119: found 'b' behind a complete expression; "
        + "expected an operator, a new definition or '===='")]
    [InlineData("+ x", "M.tla:2:1: VTL0101: found '+'; expected a declaration, a definition or '===='")]
    [InlineData("x == (1 + 2\ny == 3", "M.tla:3:1: VTL0108: found 'y'; expected ')' to close the '(' at 2:6")]
    [InlineData("x == /\\ (1\ny == 3", "M.tla:3:1: VTL0108: found 'y'; expected ')' to close the '(' at 2:9")]
    [InlineData("x == [a |-> 1}", "M.tla:2:14: VTL0108: found '}'; expected ']' to close the '[' at 2:6")]
    [InlineData("x == <<1, 2", "M.tla:3:1: VTL0108: found '===='; expected '>>' to close the '<<' at 2:6")]
    [InlineData("x == {1, 2", "M.tla:3:1: VTL0108: found '===='; expected '}' to close the '{' at 2:6")]
    [InlineData("F(a == 1", "M.tla:2:5: VTL0108: found '=='; expected ')' to close the '(' at 2:2")]
    [InlineData("LOCAL VARIABLE x", "M.tla:2:1: VTL0118: LOCAL cannot stand here; "
        + "expected LOCAL only before a definition or INSTANCE of a module")]
    [InlineData("INSTANCE M WITH x = 1", "M.tla:2:19: VTL0101: found '='; expected '<-'")]
    public void Parse_WrongUnit_SaysWhatWasExpected(string units, string message) =>
        Assert.Equal(message, Shape.OfUnits(units));

    [Theory]
    [InlineData("\"abc", "e:1:1: VTL0105: the string that opens here is not closed on its line; expected '\"'")]
    [InlineData("\"a\\*\"", "e:1:3: VTL0106: '\\*' is no escape in a string; "
        + "expected one of '\\\"', '\\\\', '\\n', '\\t', '\\r', '\\f'; '\\\\' is a backslash")]
    [InlineData("a ; b", "e:1:3: VTL0107: ';' means nothing in TLA+")]
    [InlineData("a \0", "e:1:3: VTL0107: character U+0000 means nothing in TLA+")]
    [InlineData("é", "e:1:1: VTL0107: 'é' means nothing in TLA+")]
    [InlineData("a = b = c", "e:1:7: VTL0111: '=' at 1:3 and '=' have no order of precedence between them; "
        + "expected parentheses that say which comes first")]
    [InlineData("a * b \\cdot c", "e:1:7: VTL0111: '*' at 1:3 and '\\cdot' have no order of precedence between them; "
        + "expected parentheses that say which comes first")]
    [InlineData("[]x'", "e:1:4: VTL0111: '[]' at 1:1 and ''' have no order of precedence between them; "
        + "expected parentheses that say which comes first")]
    [InlineData("a * -b", "e:1:5: VTL0111: '*' at 1:3 and '-' have no order of precedence between them; "
        + "expected parentheses that say which comes first")]
    [InlineData("a /\\ b \\lor c", "e:1:8: VTL0112: '/\\' at 1:3 and '\\lor' are mixed without parentheses; "
        + "expected parentheses, or lists in separate columns")]
    [InlineData("LAMBDA x : x", "e:1:1: VTL0113: LAMBDA stands where a value belongs; "
        + "expected LAMBDA only as an argument of an operator or behind '<-'")]
    [InlineData("1 :: x", "e:1:3: VTL0114: '::' does not follow a label; expected 'name ::' or 'name(x, y) ::'")]
    [InlineData("A!b :: x", "e:1:5: VTL0114: '::' does not follow a label; expected 'name ::' or 'name(x, y) ::'")]
    [InlineData("a * l :: b + c", "e:1:5: VTL0114: without this label '*' at 1:3 would take only a part of what "
        + "follows it; expected parentheses around the labelled expression")]
    [InlineData("  /\\ (a\n  )", "e:2:3: VTL0115: ')' is not to the right of the '/\\' at 1:3, so it ends that list; "
        + "expected the rest of the list item right of column 3")]
    [InlineData("  /\\ IF a\n  THEN b", "e:2:3: VTL0115: the keyword 'THEN' is not to the right of the '/\\' at 1:3, "
        + "so it ends that list; expected the rest of the list item right of column 3")]
    public void ParseExpression_Wrong_SaysWhatWasExpected(string expression, string message) =>
        Assert.Equal(message, Shape.Of(expression));

    [Theory]
    [InlineData("", "found the end of the file; expected an expression")]
    [InlineData("a +", "found the end of the file; expected an expression")]
    [InlineData("a b", "found 'b'; expected an operator or the end")]
    [InlineData("IF a ELSE b", "found the keyword 'ELSE'; expected THEN")]
    [InlineData("IF a THEN b", "found the end of the file; expected ELSE")]
    [InlineData("\\A x \\in S p", "found 'p'; expected ':' behind the bounds")]
    [InlineData("\\A x, 1 : p", "found '1'; expected an identifier")]
    [InlineData("\\A <<>> \\in S : p", "found '>>'; expected an identifier")]
    [InlineData("\\A x = 1 : p", "found '='; expected ',' or '\\in'")]
    [InlineData("CHOOSE x = 1", "found '='; expected '\\in' or ':'")]
    [InlineData("CASE a", "found the end of the file; expected '->'")]
    [InlineData("LET x == 1 y", "found 'y'; expected a definition or IN")]
    [InlineData("[x]", "found ']'; expected '->', 'EXCEPT' or ']_'")]
    [InlineData("[x \\in S : p]", "found ':'; expected ']' to close the '[' at 1:1")]
    [InlineData("[f EXCEPT [1] = 2]", "found '['; expected '!'")]
    [InlineData("[f EXCEPT ![1] == 2]", "found '=='; expected '='")]
    [InlineData("[A]_1", "found '1'; expected a name or a tuple as subscript")]
    [InlineData("WF_v", "found the end of the file; expected '(' and the action")]
    [InlineData("r.1", "found '1'; expected the name of a field")]
    [InlineData("F(a", "found the end of the file; expected ')' to close the '(' at 1:2")]
    [InlineData("F()", "found ')'; expected an expression")]
    [InlineData("{x \\in S, y \\in T : p}", "found ','; expected ':' behind the set")]
    public void ParseExpression_Unfinished_SaysWhatWasExpected(string expression, string message) =>
        Assert.EndsWith(message, Shape.Of(expression), StringComparison.Ordinal);
}
