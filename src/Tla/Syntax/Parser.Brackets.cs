using System.Collections.Immutable;

namespace Verified.Tla.Syntax;

/// <summary>Everything in <c>( )</c>, <c>{ }</c>, <c>[ ]</c>, <c>&lt;&lt; &gt;&gt;</c>, and
/// fairness.</summary>
internal sealed partial class Parser
{
    private ExprSyntax.Parenthesised ParseParenthesised()
    {
        var opener = Next();
        var inner = ParseExpression();
        Close(TokenKind.RightParen, ")", opener);
        return new ExprSyntax.Parenthesised(inner, SpanFrom(opener));
    }

    private ExprSyntax ParseTuple()
    {
        var opener = Next();
        var isEmpty = Kind is TokenKind.RightTuple or TokenKind.RightTupleSubscript;
        var elements = isEmpty ? [] : CommaList(ParseExpression);
        if (elements.Length == 1 && TryTake(TokenKind.RightTupleSubscript))
            return new ExprSyntax.ActionSubscript(false, elements[0], ParseSubscript(), SpanFrom(opener));
        Close(TokenKind.RightTuple, ">>", opener);
        return new ExprSyntax.Tuple(elements, SpanFrom(opener));
    }

    private ExprSyntax ParseBraces()
    {
        var opener = Next();
        if (TryTake(TokenKind.RightBrace))
            return new ExprSyntax.SetEnumeration([], SpanFrom(opener));
        if (BeginsFilter()) return ParseFilter(opener);
        var first = ParseExpression();
        if (TryTake(TokenKind.Colon))
        {
            var bounds = ParseBounds();
            Close(TokenKind.RightBrace, "}", opener);
            return new ExprSyntax.SetMap(first, bounds, SpanFrom(opener));
        }

        ImmutableArray<ExprSyntax> elements =
            TryTake(TokenKind.Comma) ? [first, .. CommaList(ParseExpression)] : [first];
        Close(TokenKind.RightBrace, "}", opener);
        return new ExprSyntax.SetEnumeration(elements, SpanFrom(opener));
    }

    private ExprSyntax.SetFilter ParseFilter(Token opener)
    {
        var bound = ParseBound();
        Expect(TokenKind.Colon, "':' behind the set");
        var predicate = ParseExpression();
        Close(TokenKind.RightBrace, "}", opener);
        return new ExprSyntax.SetFilter(bound, predicate, SpanFrom(opener));
    }

    private ExprSyntax ParseBrackets()
    {
        var opener = Next();
        if (IsWord(Current) && Kind != TokenKind.End)
            switch (KindAt(1))
            {
                case TokenKind.MapsTo:
                    return new ExprSyntax.RecordConstructor(
                        ParseFields(TokenKind.MapsTo, "'|->'", opener), SpanFrom(opener));
                case TokenKind.Colon:
                    return new ExprSyntax.RecordSet(ParseFields(TokenKind.Colon, "':'", opener), SpanFrom(opener));
            }

        return BeginsFunction() ? ParseFunction(opener) : ParseBracketedExpression(opener);
    }

    private ImmutableArray<FieldSyntax> ParseFields(TokenKind separator, string expected, Token opener)
    {
        var fields = CommaList(() =>
        {
            var name = ExpectAnyWord("the name of a field");
            Expect(separator, expected);
            return new FieldSyntax(name, ParseExpression());
        });
        Close(TokenKind.RightBracket, "]", opener);
        return fields;
    }

    private ExprSyntax.FunctionConstructor ParseFunction(Token opener)
    {
        var bounds = ParseBounds();
        Expect(TokenKind.MapsTo, "'|->' behind the set");
        var body = ParseExpression();
        Close(TokenKind.RightBracket, "]", opener);
        return new ExprSyntax.FunctionConstructor(bounds, body, SpanFrom(opener));
    }

    /// <summary><c>[S -> T]</c>, <c>[f EXCEPT …]</c> or <c>[A]_v</c>.</summary>
    private ExprSyntax ParseBracketedExpression(Token opener)
    {
        var first = ParseExpression();
        switch (Kind)
        {
            case TokenKind.Arrow:
                Next();
                var range = ParseExpression();
                Close(TokenKind.RightBracket, "]", opener);
                return new ExprSyntax.FunctionSet(first, range, SpanFrom(opener));
            case TokenKind.Except:
                Next();
                var updates = CommaList(ParseUpdate);
                Close(TokenKind.RightBracket, "]", opener);
                return new ExprSyntax.Except(first, updates, SpanFrom(opener));
            case TokenKind.RightBracketSubscript:
                Next();
                return new ExprSyntax.ActionSubscript(true, first, ParseSubscript(), SpanFrom(opener));
            case TokenKind.RightBracket:
                throw Unexpected("'->', 'EXCEPT' or ']_'");
            default:
                throw Unclosed(TokenKind.RightBracket, "]", opener);
        }
    }

    private UpdateSyntax ParseUpdate()
    {
        var bang = Expect(TokenKind.Bang, "'!'");
        var path = ImmutableArray.CreateBuilder<PathStepSyntax>();
        do path.Add(ParsePathStep());
        while (Kind is TokenKind.Dot or TokenKind.LeftBracket);
        if (Symbol != OperatorTable.Equal) throw Unexpected("'='");
        Next();
        return new UpdateSyntax(path.DrainToImmutable(), ParseExpression(), SpanFrom(bang));
    }

    private PathStepSyntax ParsePathStep()
    {
        if (TryTake(TokenKind.Dot))
            return new PathStepSyntax([], ExpectAnyWord("the name of a field"));
        var opener = Expect(TokenKind.LeftBracket, "'[' or '.' behind '!'");
        var arguments = CommaList(ParseExpression);
        Close(TokenKind.RightBracket, "]", opener);
        return new PathStepSyntax(arguments, null);
    }

    /// <summary>What may follow <c>]_</c> and <c>WF_</c>: a name, or anything in
    /// brackets.</summary>
    private ExprSyntax ParseSubscript() => Kind switch
    {
        TokenKind.Identifier => ParseName(),
        TokenKind.LeftParen => ParseParenthesised(),
        TokenKind.LeftBrace => ParseBraces(),
        TokenKind.LeftBracket => ParseBrackets(),
        TokenKind.LeftTuple => ParseTuple(),
        _ => throw Unexpected("a name or a tuple as subscript"),
    };

    /// <summary>In <c>WF_v(A)</c> the name has taken the action as its argument, unless more
    /// parentheses follow.</summary>
    private ExprSyntax.Fairness ParseFairness()
    {
        var first = Next();
        var isStrong = first.Kind == TokenKind.StrongFairness;
        var subscript = ParseSubscript();
        if (Kind != TokenKind.LeftParen && subscript is ExprSyntax.Apply { Arguments: [var action] } apply)
        {
            var name = apply with { Arguments = [], Span = apply.Span with { End = apply.Name.Span.End } };
            return new ExprSyntax.Fairness(isStrong, name, action, SpanFrom(first));
        }

        if (Kind != TokenKind.LeftParen) throw Unexpected("'(' and the action");
        var opener = Next();
        action = ParseExpression();
        Close(TokenKind.RightParen, ")", opener);
        return new ExprSyntax.Fairness(isStrong, subscript, action, SpanFrom(first));
    }
}
