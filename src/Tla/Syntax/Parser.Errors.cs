using Verified.Tla.Source;

namespace Verified.Tla.Syntax;

/// <summary>Which diagnostic an unexpected token deserves.</summary>
internal sealed partial class Parser
{
    private SyntaxFault Unexpected(string expected)
    {
        if (Current.Kind == TokenKind.Bad) return new SyntaxFault(_lexer.Error!);
        return IsHiddenByLayout()
            ? Outdented()
            : new SyntaxFault(SyntaxErrors.Unexpected(SpanOf(Current), Describe(Current), expected));
    }

    private SyntaxFault Unclosed(TokenKind kind, string closer, Token opener)
    {
        if (Current.Kind == TokenKind.Bad) return new SyntaxFault(_lexer.Error!);
        return Current.Kind == kind
            ? Outdented()
            : new SyntaxFault(
                SyntaxErrors.Unclosed(SpanOf(Current), Describe(Current), SpanOf(opener), closer));
    }

    /// <summary>The list item ended where its author probably did not mean it to.</summary>
    private bool IsHiddenByLayout() =>
        Current.Column <= _bulletColumn
        && Current.Kind is not (TokenKind.End or TokenKind.EndModule or TokenKind.AndBullet or TokenKind.OrBullet)
        && !BeginsUnit(Current.Kind)
        && !BeginsDefinition(0);

    private SyntaxFault Outdented() => new(SyntaxErrors.Outdented(
        SpanOf(Current), Describe(Current), SpanOf(_bullet), _source.PositionAt(_bullet.Start).Column));

    private static SyntaxFault TooDeep(Span where) =>
        new(SyntaxErrors.TooDeep(where, TlaParser.MaxDepth));

    private string Describe(Token token) => token.Kind switch
    {
        TokenKind.End => "the end of the file",
        TokenKind.String when token.End - token.Start > 40 => "a string",
        TokenKind.Number when token.End - token.Start > 40 => "a number",
        TokenKind.EndModule or TokenKind.Separator => $"'{_source.Text.AsSpan(token.Start, 4)}'",
        _ when IsKeyword(token) => $"the keyword '{SpanOf(token).Text}'",
        _ => $"'{SpanOf(token).Text}'",
    };

    private static bool BeginsUnit(TokenKind kind) => kind is TokenKind.Separator or TokenKind.Assume
        or TokenKind.Assumption or TokenKind.Constant or TokenKind.Extends or TokenKind.Hide
        or TokenKind.Instance or TokenKind.Local or TokenKind.Recursive or TokenKind.Theorem
        or TokenKind.Use or TokenKind.Variable;
}
