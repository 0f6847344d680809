using Verified.Tla.Source;

namespace Verified.Checking.Models;

internal enum ConfigTokenKind
{
    Word,
    Number,
    String,
    Symbol,
    End,
}

/// <summary>A token of a <c>.cfg</c> file; the text of a string is without its quotes.</summary>
internal readonly record struct ConfigToken(ConfigTokenKind Kind, string Text, Span Span);

/// <summary>An error in a <c>.cfg</c> file; caught by the parser's entry.</summary>
internal sealed class ConfigFault(Diagnostic diagnostic) : Exception(diagnostic.Message)
{
    public Diagnostic Diagnostic { get; } = diagnostic;
}

/// <summary>Cuts a <c>.cfg</c> file into tokens. Linear; comments nest.</summary>
internal sealed class ConfigLexer(SourceText source)
{
    private readonly string _text = source.Text;
    private int _at;

    public ConfigToken Next()
    {
        SkipBlanks();
        var start = _at;
        if (_at == _text.Length) return Token(ConfigTokenKind.End, start, "the end of the file");
        var c = _text[_at];
        if (c == '"') return String();
        if (char.IsAsciiDigit(c) || (c == '-' && _at + 1 < _text.Length && char.IsAsciiDigit(_text[_at + 1])))
            return Run(ConfigTokenKind.Number, start, char.IsAsciiDigit);
        if (char.IsAsciiLetter(c) || c == '_') return Word(start);
        return Symbol();
    }

    private ConfigToken Run(ConfigTokenKind kind, int start, Func<char, bool> part)
    {
        _at++;
        while (_at < _text.Length && part(_text[_at])) _at++;
        // 1a is a name in TLC's configuration language, as in TLA+.
        if (kind == ConfigTokenKind.Number && _at < _text.Length && IsWordPart(_text[_at]) && _text[start] != '-')
            return Word(start);
        return Token(kind, start, _text[start.._at]);
    }

    private ConfigToken Word(int start)
    {
        while (_at < _text.Length && (IsWordPart(_text[_at]) || (_text[_at] == '!' && _at > start))) _at++;
        return Token(ConfigTokenKind.Word, start, _text[start.._at]);
    }

    private ConfigToken String()
    {
        var start = _at++;
        while (_at < _text.Length && _text[_at] is not ('"' or '\n')) _at++;
        if (_at == _text.Length || _text[_at] != '"')
            throw Fault("VCF0102", start, "a string is not closed on its line", "'\"'");
        _at++;
        return Token(ConfigTokenKind.String, start, _text[(start + 1)..(_at - 1)]);
    }

    private ConfigToken Symbol()
    {
        var start = _at;
        foreach (var symbol in new[] { "<-", "=", "{", "}", ",", "[", "]", "(", ")" })
            if (string.CompareOrdinal(_text, _at, symbol, 0, symbol.Length) == 0)
            {
                _at += symbol.Length;
                return Token(ConfigTokenKind.Symbol, start, symbol);
            }

        throw Fault("VCF0101", start, $"the character {Show(_text[_at])} has no place in a configuration", null);
    }

    private void SkipBlanks()
    {
        while (_at < _text.Length)
            if (char.IsWhiteSpace(_text[_at]))
                _at++;
            else if (At(@"\*"))
                while (_at < _text.Length && _text[_at] != '\n') _at++;
            else if (At("(*"))
                SkipComment();
            else
                return;
    }

    private void SkipComment()
    {
        var (start, depth) = (_at, 0);
        do
        {
            if (_at >= _text.Length) throw Fault("VCF0103", start, "a comment is not closed", "'*)'");
            var step = At("(*") ? 1 : At("*)") ? -1 : 0;
            depth += step;
            _at += step == 0 ? 1 : 2;
        }
        while (depth > 0);
    }

    private bool At(string symbol) => string.CompareOrdinal(_text, _at, symbol, 0, symbol.Length) == 0;

    private static bool IsWordPart(char c) => char.IsAsciiLetterOrDigit(c) || c == '_';

    private static string Show(char c) => char.IsControl(c) ? $"U+{(int)c:X4}" : $"'{c}'";

    private ConfigToken Token(ConfigTokenKind kind, int start, string text) =>
        new(kind, text, new Span(source, start, _at));

    private ConfigFault Fault(string code, int at, string message, string? expected) =>
        new(new Diagnostic(code, new Span(source, at, at).Location, message, expected));
}
