using System.Buffers;
using Verified.Tla.Source;

namespace Verified.Tla.Syntax;

/// <summary>Cuts a text into tokens, one at a time, in linear time. Not thread-safe.</summary>
/// <remarks>At the first thing that is no token it hands out <see cref="TokenKind.Bad"/> for ever
/// and keeps the
/// diagnostic in <see cref="Error"/>: text behind the module's end may be anything.</remarks>
internal sealed partial class Lexer(SourceText source, int start)
{
    private readonly string text = source.Text;
    private int position = start;

    // Layout columns are counted forward from the last place where one was asked for.
    private int columnOffset;
    private int column = 1;

    /// <summary>Why the last token is bad.</summary>
    public Diagnostic? Error { get; private set; }

    public Token Next()
    {
        if (Error is not null || !SkipBlanks())
            return new Token(TokenKind.Bad, position, position, 1);
        if (position == text.Length)
            return new Token(TokenKind.End, position, position, ColumnAt(position));
        var token = Read(text[position]);
        position = token.End;
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
        new(kind, position, position + length, ColumnAt(position), symbol);

    private Token MakeBad(Diagnostic error)
    {
        Error = error;
        return new Token(TokenKind.Bad, position, position, 1);
    }

    /// <summary>An identifier, keyword, number, <c>_</c> or the <c>WF_</c> of a fairness
    /// condition.</summary>
    private Token ReadWord()
    {
        var run = text.AsSpan(position);
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
        var rest = text.AsSpan(position);
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
        var length = text.AsSpan(position).IndexOfAnyExcept(c);
        return length < 0 ? text.Length - position : length;
    }

    private Token ReadSymbol()
    {
        var length = Lexicon.MatchSymbol(text.AsSpan(position), out var meaning);
        return length > 0
            ? Make(meaning.Kind, length, meaning.Symbol)
            : MakeBad(SyntaxErrors.UnknownCharacter(source, position));
    }

    private Token ReadStep(int length)
    {
        var last = text[position + length - 1];
        var isNamed = char.IsAsciiLetterOrDigit(last) || last == '_';
        return Make(isNamed ? TokenKind.StepName : TokenKind.Step, length);
    }

    /// <summary>The length of a proof step's name that begins here, such as <c>&lt;1&gt;2.</c>, or
    /// 0.</summary>
    private int StepLength()
    {
        var i = position + 1;
        if (i < text.Length && text[i] is '+' or '*') i++;
        else
            while (i < text.Length && char.IsAsciiDigit(text[i])) i++;
        if (i == position + 1 || i >= text.Length || text[i] != '>') return 0;
        i++;
        var name = i;
        while (i < text.Length && (char.IsAsciiLetterOrDigit(text[i]) || text[i] == '_')) i++;
        if (i == name && i < text.Length && text[i] is '*' or '-') i++;
        while (i < text.Length && text[i] == '.') i++;
        return i - position;
    }

    private int ColumnAt(int offset)
    {
        for (; columnOffset < offset; columnOffset++)
            column = text[columnOffset] switch
            {
                '\n' or '\r' => 1,
                '\t' => ((column + 7) & ~7) + 1,
                var c when char.IsLowSurrogate(c) => column,
                _ => column + 1,
            };
        return column;
    }
}
