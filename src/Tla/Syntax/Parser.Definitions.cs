using System.Collections.Immutable;

namespace Verified.Tla.Syntax;

/// <summary>Definitions of operators, functions and named instances, at the top and in
/// LET.</summary>
internal sealed partial class Parser
{
    /// <summary>Whether the tokens from here on are the left side of a definition and its
    /// <c>==</c>.</summary>
    private bool BeginsDefinition(int ahead) => KindAt(ahead) switch
    {
        TokenKind.Identifier => IsLeftSide(ahead + 1),
        TokenKind.Operator => At(_position + ahead).Symbol!.Fixity == Fixity.Prefix
            && KindAt(ahead + 1) == TokenKind.Identifier && KindAt(ahead + 2) == TokenKind.Definition,
        _ => false,
    };

    /// <summary>Whether what follows the identifier of a left side completes it.</summary>
    private bool IsLeftSide(int ahead)
    {
        var token = At(_position + ahead);
        if (token.Kind is TokenKind.LeftParen or TokenKind.LeftBracket)
            return Behind(ahead).Kind == TokenKind.Definition;
        return token.Kind == TokenKind.Definition || token.Symbol?.Fixity switch
        {
            Fixity.Postfix => KindAt(ahead + 1) == TokenKind.Definition,
            Fixity.Infix => KindAt(ahead + 1) == TokenKind.Identifier
                && KindAt(ahead + 2) == TokenKind.Definition,
            _ => false,
        };
    }

    /// <summary>Not a left side with its <c>==</c>, but near enough for a better message.</summary>
    private bool MayBeginDefinition()
    {
        if (Kind != TokenKind.Identifier) return false;
        if (KindAt(1) is not (TokenKind.LeftParen or TokenKind.LeftBracket))
            return At(_position + 1).Symbol == OperatorTable.Equal;
        var next = Behind(1);
        return next.Kind == TokenKind.End || next.Symbol == OperatorTable.Equal;
    }

    private UnitSyntax ParseDefinition(bool isLocal)
    {
        var first = Current;
        if (Symbol is { Fixity: Fixity.Prefix }) return ParsePrefixDefinition(isLocal);
        var name = ExpectName();
        if (Kind == TokenKind.LeftBracket) return ParseFunctionDefinition(first, name, isLocal);
        if (Symbol is { Fixity: not Fixity.Prefix } && Kind != TokenKind.Definition && BeginsSymbolDefinition())
            return ParseSymbolDefinition(first, name, isLocal);
        var parameters = ParseParameters();
        ExpectDefinition();
        if (Kind != TokenKind.Instance)
            return new UnitSyntax.Operator(name, parameters, ParseExpression(), isLocal, SpanFrom(first));
        return new UnitSyntax.NamedInstance(name, parameters, ParseInstance(), isLocal, SpanFrom(first));
    }

    /// <summary>The name just taken is the first operand of <c>a ++ b ==</c> or <c>a^+
    /// ==</c>.</summary>
    private bool BeginsSymbolDefinition() =>
        KindAt(Current.Symbol!.Fixity == Fixity.Infix ? 2 : 1) == TokenKind.Definition;

    private UnitSyntax.Operator ParsePrefixDefinition(bool isLocal)
    {
        var first = Current;
        var symbol = Name(Next());
        var operand = new OperatorDeclaration(ExpectName(), 0);
        ExpectDefinition();
        return new UnitSyntax.Operator(symbol, [operand], ParseExpression(), isLocal, SpanFrom(first));
    }

    private UnitSyntax.Operator ParseSymbolDefinition(Token first, NameSyntax left, bool isLocal)
    {
        var isInfix = Symbol!.Fixity == Fixity.Infix;
        var symbol = Name(Next());
        ImmutableArray<OperatorDeclaration> _operands = isInfix
            ? [new OperatorDeclaration(left, 0), new OperatorDeclaration(ExpectName(), 0)]
            : [new OperatorDeclaration(left, 0)];
        ExpectDefinition();
        return new UnitSyntax.Operator(symbol, _operands, ParseExpression(), isLocal, SpanFrom(first));
    }

    private UnitSyntax.Function ParseFunctionDefinition(Token first, NameSyntax name, bool isLocal)
    {
        var opener = Next();
        var bounds = ParseBounds();
        Close(TokenKind.RightBracket, "]", opener);
        ExpectDefinition();
        return new UnitSyntax.Function(name, bounds, ParseExpression(), isLocal, SpanFrom(first));
    }

    private ImmutableArray<OperatorDeclaration> ParseParameters()
    {
        if (Kind != TokenKind.LeftParen) return [];
        var opener = Next();
        var parameters = CommaList(ParseDeclaration);
        Close(TokenKind.RightParen, ")", opener);
        return parameters;
    }

    private void ExpectDefinition()
    {
        if (Symbol == OperatorTable.Equal)
            throw new SyntaxFault(SyntaxErrors.EqualsForDefinition(SpanOf(Current)));
        Expect(TokenKind.Definition, "'==' (a definition)");
    }
}
