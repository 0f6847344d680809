using System.Collections.Immutable;
using System.Globalization;
using System.Numerics;
using System.Text;

namespace Verified.Tla.Syntax;

/// <summary>Operands: names with arguments, literals, junction lists; brackets and binders are in
/// files of their own.</summary>
internal sealed partial class Parser
{
    /// <param name="isOpen">Its last part takes all that follows, so no operator can.</param>
    private ExprSyntax ParseOperand(out bool isOpen)
    {
        isOpen = Kind is TokenKind.Forall or TokenKind.Exists or TokenKind.TemporalForall
            or TokenKind.TemporalExists or TokenKind.If or TokenKind.Case or TokenKind.Let or TokenKind.Choose;
        return isOpen ? ParseOpen() : Kind switch
        {
            TokenKind.Identifier or TokenKind.StepName => ParseName(),
            TokenKind.Number => ParseNumber(),
            TokenKind.String => ParseString(),
            TokenKind.At => ParseAt(),
            TokenKind.LeftParen => ParseParenthesised(),
            TokenKind.LeftBrace => ParseBraces(),
            TokenKind.LeftBracket => ParseBrackets(),
            TokenKind.LeftTuple => ParseTuple(),
            TokenKind.WeakFairness or TokenKind.StrongFairness => ParseFairness(),
            TokenKind.AndBullet or TokenKind.OrBullet => ParseJunction(),
            TokenKind.Lambda => throw new SyntaxFault(SyntaxErrors.MisplacedLambda(SpanOf(Current))),
            TokenKind.Operator when KindAt(1) is TokenKind.LeftParen or TokenKind.Bang => ParseName(),
            _ => throw Unexpected("an expression"),
        };
    }

    /// <summary>Items begin at bullets of one kind in one column; anything at or left of that
    /// column ends them.</summary>
    private ExprSyntax.Junction ParseJunction()
    {
        var first = Current;
        var (outerColumn, outerBullet) = (_bulletColumn, _bullet);
        (_bulletColumn, _bullet) = (first.Column, first);
        var items = ImmutableArray.CreateBuilder<ExprSyntax>();
        do
        {
            Next();
            items.Add(ParseExpression());
        }
        while (Current.Kind == first.Kind && Current.Column == first.Column);

        (_bulletColumn, _bullet) = (outerColumn, outerBullet);
        return new ExprSyntax.Junction(
            first.Kind == TokenKind.AndBullet, items.DrainToImmutable(), SpanFrom(first));
    }

    /// <summary><c>x</c>, <c>F(a)</c>, <c>+(a, b)</c>, <c>Inst(e)!Op(a)</c>,
    /// <c>Op!1!&lt;&lt;!(x)!:</c>.</summary>
    private ExprSyntax.Apply ParseName()
    {
        var first = Next();
        var name = Name(first);
        var arguments = ParseArgumentsIfAny();
        if (Kind != TokenKind.Bang)
            return new ExprSyntax.Apply([], name, arguments, SpanFrom(first));
        var steps = ImmutableArray.CreateBuilder<NameStepSyntax>();
        while (TryTake(TokenKind.Bang))
        {
            steps.Add(new NameStepSyntax(name, arguments));
            name = ParseStepName();
            arguments = ParseArgumentsIfAny();
        }

        return new ExprSyntax.Apply(steps.DrainToImmutable(), name, arguments, SpanFrom(first));
    }

    /// <summary>What follows <c>!</c>; arguments alone, as in <c>Op!(x)</c>, have the empty
    /// name.</summary>
    private NameSyntax ParseStepName()
    {
        if (Symbol is not null) return Name(Next());
        return Kind switch
        {
            TokenKind.LeftTuple or TokenKind.RightTuple or TokenKind.Colon or TokenKind.At or TokenKind.Number
                or TokenKind.Identifier => Name(Next()),
            TokenKind.LeftParen => new NameSyntax("", SpanOf(Current)),
            _ => ExpectName("a name or a position behind '!'"),
        };
    }

    private ImmutableArray<ExprSyntax> ParseArgumentsIfAny()
    {
        if (Kind != TokenKind.LeftParen) return [];
        var opener = Next();
        var arguments = CommaList(ParseArgument);
        Close(TokenKind.RightParen, ")", opener);
        return arguments;
    }

    /// <summary>An expression, an operator symbol alone, or LAMBDA.</summary>
    private ExprSyntax ParseArgument()
    {
        if (Kind == TokenKind.Lambda) return ParseLambda();
        if (Symbol is null || !EndsArgument()) return ParseExpression();
        var name = Name(Next());
        return new ExprSyntax.OperatorName(name, name.Span);
    }

    /// <summary>Whether the operator symbol that comes next stands alone.</summary>
    private bool EndsArgument() => KindAt(1) switch
    {
        TokenKind.Comma or TokenKind.RightParen or TokenKind.RightBracket or TokenKind.RightBrace
            or TokenKind.RightTuple or TokenKind.In or TokenKind.End or TokenKind.EndModule
            or TokenKind.Step or TokenKind.Def => true,
        TokenKind.StepName => true,
        var kind => BeginsUnit(kind) || BeginsDefinition(1),
    };

    private ExprSyntax.At ParseAt() => new(SpanOf(Next()));

    private ExprSyntax ParseNumber()
    {
        var first = Next();
        var span = SpanOf(first);
        if (span.End - span.Start > TlaParser.MaxDigits)
            throw new SyntaxFault(SyntaxErrors.NumberTooLong(span, TlaParser.MaxDigits));
        if (Kind != TokenKind.Dot || KindAt(1) != TokenKind.Number)
            return new ExprSyntax.Number(ValueOf(span.Text), span);
        Next();
        Next();
        span = SpanFrom(first);
        return new ExprSyntax.Decimal(span.Text.ToString(), span);
    }

    private static BigInteger ValueOf(ReadOnlySpan<char> digits)
    {
        if (digits[0] != '\\')
            return BigInteger.Parse(digits, NumberStyles.None, CultureInfo.InvariantCulture);
        var bits = (digits[1] | 0x20) switch { 'b' => 1, 'o' => 3, _ => 4 };
        var value = BigInteger.Zero;
        foreach (var digit in digits[2..])
            value = (value << bits) + (char.IsAsciiDigit(digit) ? digit - '0' : (digit | 0x20) - 'a' + 10);
        return value;
    }

    private ExprSyntax.String ParseString()
    {
        var token = Next();
        var quoted = _source.Text.AsSpan(token.Start + 1, token.End - token.Start - 2);
        return new ExprSyntax.String(Unescape(quoted), SpanOf(token));
    }

    internal static string Unescape(ReadOnlySpan<char> text)
    {
        if (!text.Contains('\\')) return text.ToString();
        var value = new StringBuilder(text.Length);
        for (var i = 0; i < text.Length; i++)
            value.Append(text[i] != '\\' ? text[i] : text[++i] switch
            {
                'n' => '\n',
                't' => '\t',
                'r' => '\r',
                'f' => '\f',
                var c => c,
            });
        return value.ToString();
    }
}
