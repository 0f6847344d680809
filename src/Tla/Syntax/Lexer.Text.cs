namespace Verified.Tla.Syntax;

/// <summary>What is not cut by symbol tables: blanks, comments, strings.</summary>
internal sealed partial class Lexer
{
    /// <summary>Moves to the next token; false where a comment is never closed.</summary>
    private bool SkipBlanks()
    {
        while (_position < _text.Length)
            switch (_text[_position])
            {
                case ' ' or '\t' or '\n' or '\r':
                    _position++;
                    break;
                case '\\' when IsAt(_position, "\\*"):
                    SkipLineComment();
                    break;
                case '(' when IsAt(_position, "(*"):
                    if (!SkipComment()) return false;
                    break;
                default:
                    return true;
            }

        return true;
    }

    private void SkipLineComment()
    {
        var length = _text.AsSpan(_position).IndexOfAny('\n', '\r');
        _position = length < 0 ? _text.Length : _position + length;
    }

    /// <summary>Comments nest; counting, not recursion, keeps any depth harmless.</summary>
    private bool SkipComment()
    {
        var depth = 0;
        for (var i = _position; i + 1 < _text.Length; i++)
        {
            if (IsAt(i, "(*")) depth++;
            else if (IsAt(i, "*)")) depth--;
            else continue;
            i++;
            if (depth > 0) continue;
            _position = i + 1;
            return true;
        }

        Error = SyntaxErrors.UnclosedComment(source, _position);
        return false;
    }

    private Token ReadString()
    {
        for (var i = _position + 1; i < _text.Length; i++)
            switch (_text[i])
            {
                case '"':
                    return Make(TokenKind.String, i + 1 - _position);
                case '\n' or '\r':
                    return MakeBad(SyntaxErrors.UnclosedString(source, _position));
                case '\\' when i + 1 < _text.Length && _text[i + 1] is '"' or '\\' or 'n' or 't' or 'r' or 'f':
                    i++;
                    break;
                case '\\' when i + 1 < _text.Length && _text[i + 1] is not ('\n' or '\r'):
                    return MakeBad(SyntaxErrors.UnknownEscape(source, i));
            }

        return MakeBad(SyntaxErrors.UnclosedString(source, _position));
    }

    private bool IsAt(int offset, string symbol) =>
        string.CompareOrdinal(_text, offset, symbol, 0, symbol.Length) == 0;
}
