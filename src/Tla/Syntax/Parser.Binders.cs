using System.Collections.Immutable;

namespace Verified.Tla.Syntax;

/// <summary>Bounds, and the look ahead that tells them from expressions.</summary>
internal sealed partial class Parser
{
    /// <summary><c>x, y \in S, &lt;&lt;a, b&gt;&gt; \in T</c>: every name has a set.</summary>
    private ImmutableArray<BoundSyntax> ParseBounds() => CommaList(ParseBound);

    private BoundSyntax ParseBound()
    {
        var first = Current;
        var names = ParsePattern(out var isTuple);
        if (Symbol != OperatorTable.In) throw Unexpected(isTuple ? "'\\in'" : "',' or '\\in'");
        Next();
        var set = ParseExpression();
        return new BoundSyntax(names, isTuple, set, SpanFrom(first));
    }

    /// <summary>Bounds, or names alone up to the colon of an unbounded quantifier.</summary>
    private ImmutableArray<BoundSyntax> ParseQuantifierBounds()
    {
        var first = Current;
        var ahead = 0;
        while (KindAt(ahead) == TokenKind.Identifier && KindAt(ahead + 1) == TokenKind.Comma) ahead += 2;
        if (KindAt(ahead) != TokenKind.Identifier || KindAt(ahead + 1) != TokenKind.Colon) return ParseBounds();
        var names = CommaList(() => ExpectName());
        return [new BoundSyntax(names, false, null, SpanFrom(first))];
    }

    private ImmutableArray<NameSyntax> ParsePattern(out bool isTuple)
    {
        isTuple = Kind == TokenKind.LeftTuple;
        return isTuple ? ParseTuplePattern() : CommaList(() => ExpectName());
    }

    private ImmutableArray<NameSyntax> ParseTuplePattern()
    {
        var opener = Next();
        var names = CommaList(() => ExpectName());
        Close(TokenKind.RightTuple, ">>", opener);
        return names;
    }

    /// <summary>Behind <c>{</c>: how far ahead the token behind <c>x \in</c> or <c>&lt;&lt;x, y&gt;&gt; \in</c> is, or 0.</summary>
    private int PatternEnd()
    {
        var ahead = 1;
        if (Kind == TokenKind.LeftTuple)
        {
            while (KindAt(ahead) is TokenKind.Identifier or TokenKind.Comma) ahead++;
            if (KindAt(ahead++) != TokenKind.RightTuple) return 0;
        }
        else if (Kind != TokenKind.Identifier)
        {
            return 0;
        }

        return At(position + ahead).Symbol == OperatorTable.In ? ahead + 1 : 0;
    }

    /// <summary>Whether a set is a filter: a colon that belongs to no quantifier comes before the brace closes.</summary>
    private bool ReachesColon()
    {
        var binders = 0;
        var open = 0;
        for (var ahead = 0; ; ahead++)
            switch (KindAt(ahead))
            {
                case TokenKind.Colon when open == 0 && KindAt(ahead - 1) != TokenKind.Bang:
                    if (binders-- == 0) return true;
                    break;
                case TokenKind.Forall or TokenKind.Exists or TokenKind.TemporalForall
                    or TokenKind.TemporalExists or TokenKind.Choose or TokenKind.Lambda when open == 0:
                    binders++;
                    break;
                case var kind when IsOpening(kind):
                    open++;
                    break;
                case var kind when IsClosing(kind):
                    if (--open < 0) return false;
                    break;
                case TokenKind.End or TokenKind.Bad or TokenKind.EndModule:
                    return true;
            }
    }

    /// <summary>Behind <c>[</c>: whether bounds and <c>|-></c> follow, not <c>[x \in S]_v</c>.</summary>
    private bool BeginsFunction()
    {
        var ahead = 0;
        while (KindAt(ahead) == TokenKind.Identifier && KindAt(ahead + 1) == TokenKind.Comma) ahead += 2;
        if (KindAt(ahead) == TokenKind.Identifier)
        {
            if (At(position + ahead + 1).Symbol != OperatorTable.In) return false;
        }
        else if (ahead == 0 && PatternEnd() == 0)
        {
            return false;
        }

        return ReachesMapsTo(ahead);
    }

    private bool ReachesMapsTo(int ahead)
    {
        for (var open = 0; ; ahead++)
            switch (KindAt(ahead))
            {
                case TokenKind.MapsTo when open == 0:
                    return true;
                case var kind when IsOpening(kind):
                    open++;
                    break;
                case var kind when IsClosing(kind):
                    if (--open < 0) return false;
                    break;
                case TokenKind.End or TokenKind.Bad or TokenKind.EndModule:
                    return true;
            }
    }

    private static bool IsOpening(TokenKind kind) => kind is TokenKind.LeftParen or TokenKind.LeftBracket
        or TokenKind.LeftBrace or TokenKind.LeftTuple;

    private static bool IsClosing(TokenKind kind) => kind is TokenKind.RightParen or TokenKind.RightBracket
        or TokenKind.RightBracketSubscript or TokenKind.RightBrace or TokenKind.RightTuple
        or TokenKind.RightTupleSubscript;
}
