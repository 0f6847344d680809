using System.Buffers;
using Verified.Tla.Source;

namespace Verified.Tla.Syntax;

/// <summary>Cuts a text into tokens, one at a time, in linear time. Not thread-safe.</summary>
/// <remarks>At the first thing that is no token it hands out <see cref="TokenKind.Bad"/> for ever
/// and keeps the
/// diagnostic in <see cref="Error"/>: text behind the module's end may be anything.</remarks>
internal sealed partial class Lexer(SourceText source, int start)
{
    private readonly string _text = source.Text;
    private int _position = start;

    // Layout columns are counted forward from the last place where one was asked for.
    private int _columnOffset;
    private int _column = 1;

    /// <summary>Why the last token is bad.</summary>
    public Diagnostic? Error { get; private set; }

    public Token Next()
    {
        if (Error is not null || !SkipBlanks())
            return new Token(TokenKind.Bad, _position, _position, 1);
        if (_position == _text.Length)
            return new Token(TokenKind.End, _position, _position, ColumnAt(_position));
        var token = Read(_text[_position]);
        _position = token.End;
        return token;
    }

    private Token Read(char first) => first switch
    {
        '"' => ReadString(),
        '\\' => ReadBackslashed(),
        '-' or '=' when RunOf(first) >= 4 => ReadLine(first),
        '<' when StepLength() is > 0 and var length => ReadStep(length),
        _ when char.IsAsciiLetterOrDigit(first) || first == '_' => ReadWord(),
        _ => ReadSymbol(),
    };

    private Token Make(TokenKind kind, int length, OperatorSymbol? symbol = null) =>
        new(kind, _position, _position + length, ColumnAt(_position), symbol);

    private Token MakeBad(Diagnostic error)
    {
        Error = error;
        return new Token(TokenKind.Bad, _position, _position, 1);
    }

    /// <summary>An identifier, keyword, number, <c>_</c> or the <c>WF_</c> of a fairness
    /// condition.</summary>
    private Token ReadWord()
    {
        var run = _text.AsSpan(_position);
        var (length, digits, hasLetter) = MeasureWord(run);
        run = run[..length];
        if (run.StartsWith("WF_", StringComparison.Ordinal)) return Make(TokenKind.WeakFairness, 3);
        if (run.StartsWith("SF_", StringComparison.Ordinal))
            return Make(TokenKind.StrongFairness, 3);
        if (Lexicon.TryWord(run, out var meaning))
            return Make(meaning.Kind, length, meaning.Symbol);
        if (hasLetter) return Make(TokenKind.Identifier, length);
        return digits > 0 ? Make(TokenKind.Number, digits) : Make(TokenKind.Underscore, 1);
    }

    private static (int Length, int LeadingDigits, bool HasLetter) MeasureWord(ReadOnlySpan<char> text)
    {
        var length = 0;
        var digits = 0;
        var hasLetter = false;
        for (; length < text.Length; length++)
        {
            var c = text[length];
            if (char.IsAsciiLetter(c)) hasLetter = true;
            else if (char.IsAsciiDigit(c)) digits += digits == length ? 1 : 0;
            else if (c != '_') break;
        }

        return (length, digits, hasLetter);
    }

    private Token ReadBackslashed()
    {
        var rest = _text.AsSpan(_position);
        var digits = BasedDigits(rest);
        if (digits > 0) return Make(TokenKind.Number, 2 + digits);
        var length = Lexicon.MatchBackslashed(rest, out var meaning);
        return length > 0 ? Make(meaning.Kind, length, meaning.Symbol) : ReadSymbol();
    }

    /// <summary>How many digits follow <c>\b</c>, <c>\o</c> or <c>\h</c>.</summary>
    private static int BasedDigits(ReadOnlySpan<char> text)
    {
        if (text.Length < 3) return 0;
        var digits = (text[1] | 0x20) switch
        {
            'b' => text[2..].IndexOfAnyExceptInRange('0', '1'),
            'o' => text[2..].IndexOfAnyExceptInRange('0', '7'),
            'h' => text[2..].IndexOfAnyExcept(hexadecimal),
            _ => 0,
        };
        return digits < 0 ? text.Length - 2 : digits;
    }

    private static readonly SearchValues<char> hexadecimal =
        SearchValues.Create("0123456789abcdefABCDEF");

    private Token ReadLine(char first) =>
        Make(first == '-' ? TokenKind.Separator : TokenKind.EndModule, RunOf(first));

    private int RunOf(char c)
    {
        var length = _text.AsSpan(_position).IndexOfAnyExcept(c);
        return length < 0 ? _text.Length - _position : length;
    }

    private Token ReadSymbol()
    {
        var length = Lexicon.MatchSymbol(_text.AsSpan(_position), out var meaning);
        return length > 0
            ? Make(meaning.Kind, length, meaning.Symbol)
            : MakeBad(SyntaxErrors.UnknownCharacter(source, _position));
    }

    private Token ReadStep(int length)
    {
        var last = _text[_position + length - 1];
        var isNamed = char.IsAsciiLetterOrDigit(last) || last == '_';
        return Make(isNamed ? TokenKind.StepName : TokenKind.Step, length);
    }

    /// <summary>The length of a proof step's name that begins here, such as <c>&lt;1&gt;2.</c>, or
    /// 0.</summary>
    private int StepLength()
    {
        var i = _position + 1;
        if (i < _text.Length && _text[i] is '+' or '*') i++;
        else
            while (i < _text.Length && char.IsAsciiDigit(_text[i])) i++;
        if (i == _position + 1 || i >= _text.Length || _text[i] != '>') return 0;
        i++;
        var name = i;
        while (i < _text.Length && (char.IsAsciiLetterOrDigit(_text[i]) || _text[i] == '_')) i++;
        if (i == name && i < _text.Length && _text[i] is '*' or '-') i++;
        while (i < _text.Length && _text[i] == '.') i++;
        return i - _position;
    }

    private int ColumnAt(int offset)
    {
        for (; _columnOffset < offset; _columnOffset++)
            _column = _text[_columnOffset] switch
            {
                '\n' or '\r' => 1,
                '\t' => ((_column + 7) & ~7) + 1,
                var c when char.IsLowSurrogate(c) => _column,
                _ => _column + 1,
            };
        return _column;
    }
}
