using System.Collections.Immutable;

namespace Verified.Tla.Syntax;

/// <summary>Bounds and patterns.</summary>
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
        while (KindAt(ahead) == TokenKind.Identifier && KindAt(ahead + 1) == TokenKind.Comma)
            ahead += 2;
        if (KindAt(ahead) != TokenKind.Identifier || KindAt(ahead + 1) != TokenKind.Colon)
            return ParseBounds();
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
}
