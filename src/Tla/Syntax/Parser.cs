using System.Collections.Immutable;
using System.Runtime.CompilerServices;
using Verified.Tla.Source;

namespace Verified.Tla.Syntax;

/// <summary>Recursive descent over the tokens of one file, with an operator stack for
/// symbols.</summary>
/// <remarks>Layout: inside an item of a junction list, a token at or left of the bullet's column is
/// invisible
/// (<see cref="Kind"/> is <see cref="TokenKind.End"/>), so that everything open ends
/// there.</remarks>
internal sealed partial class Parser
{
    private readonly SourceText _source;
    private readonly Lexer _lexer;

    /// <summary>Tokens read so far; the lexer runs ahead only as far as the parser looks.</summary>
    private readonly List<Token> _tokens = [];

    private int _position;

    /// <summary>End of the last token consumed.</summary>
    private int _lastEnd;

    /// <summary>Column and token of the innermost bullet whose item is being read; 0 outside
    /// lists.</summary>
    private int _bulletColumn;

    private Token _bullet;
    private int _depth;

    private Parser(SourceText source, int start)
    {
        _source = source;
        _lexer = new Lexer(source, start);
    }

    public static ExprSyntax ParseExpressionOnly(SourceText source)
    {
        var parser = new Parser(source, 0);
        var expression = parser.ParseExpression();
        if (parser.Kind != TokenKind.End) throw parser.Unexpected("an operator or the end");
        return expression;
    }

    /// <summary>The next token, whatever its column.</summary>
    private Token Current => At(_position);

    /// <summary>The next token's kind, <see cref="TokenKind.End"/> where layout ends what is being
    /// read.</summary>
    private TokenKind Kind => Current.Column > _bulletColumn ? Current.Kind : TokenKind.End;

    /// <summary>The operator symbol that comes next, or null.</summary>
    private OperatorSymbol? Symbol => Current.Column > _bulletColumn ? Current.Symbol : null;

    private Token At(int index)
    {
        while (_tokens.Count <= index) _tokens.Add(_lexer.Next());
        return _tokens[index];
    }

    private TokenKind KindAt(int ahead) => At(_position + ahead).Kind;

    private Token Next()
    {
        var token = At(_position++);
        _lastEnd = token.End;
        return token;
    }

    private bool TryTake(TokenKind kind)
    {
        if (Kind != kind) return false;
        Next();
        return true;
    }

    private Token Expect(TokenKind kind, string expected) =>
        Kind == kind ? Next() : throw Unexpected(expected);

    /// <summary>A closing bracket; the message names where it opened.</summary>
    private void Close(TokenKind kind, string closer, Token opener)
    {
        if (!TryTake(kind)) throw Unclosed(kind, closer, opener);
    }

    private NameSyntax ExpectName(string expected = "an identifier")
    {
        if (Kind == TokenKind.Identifier) return Name(Next());
        throw IsKeyword(Current) && Kind != TokenKind.End
            ? new SyntaxFault(SyntaxErrors.KeywordAsName(SpanOf(Current)))
            : Unexpected(expected);
    }

    /// <summary>A record field or a module: there keywords are names, too.</summary>
    private NameSyntax ExpectAnyWord(string expected) =>
        Kind == TokenKind.Identifier || (Kind != TokenKind.End && IsWord(Current))
            ? Name(Next())
            : throw Unexpected(expected);

    private NameSyntax Name(Token token) => new(Spelling(token), SpanOf(token));

    private string Spelling(Token token)
    {
        if (token.Symbol is { } symbol) return symbol.Text;
        var text = _source.Text.AsSpan(token.Start, token.End - token.Start);
        return text switch
        {
            "ℕ" => "Nat",
            "ℤ" => "Int",
            "ℝ" => "Real",
            _ => text.ToString(),
        };
    }

    private bool IsWord(Token token) => token.Kind is TokenKind.Identifier or TokenKind.Underscore
        || (token.End > token.Start && char.IsAsciiLetter(_source.Text[token.Start]));

    private bool IsKeyword(Token token) =>
        IsWord(token) && token.Kind is not (TokenKind.Identifier or TokenKind.Underscore);

    private Span SpanOf(Token token) => new(_source, token.Start, token.End);

    /// <summary>From a token to the last one consumed.</summary>
    private Span SpanFrom(Token first) => new(_source, first.Start, Math.Max(first.Start, _lastEnd));

    private Span SpanFrom(int start) => new(_source, start, Math.Max(start, _lastEnd));

    private ImmutableArray<T> CommaList<T>(Func<T> item)
    {
        var items = ImmutableArray.CreateBuilder<T>();
        do items.Add(item());
        while (TryTake(TokenKind.Comma));
        return items.DrainToImmutable();
    }

    private void Enter()
    {
        if (++_depth > TlaParser.MaxDepth || !RuntimeHelpers.TryEnsureSufficientExecutionStack())
            throw TooDeep(SpanOf(Current));
    }

    private void Leave() => _depth--;
}
