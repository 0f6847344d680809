namespace Verified.Tla.Syntax;

/// <summary>What is not cut by symbol tables: blanks, comments, strings.</summary>
internal sealed partial class Lexer
{
    /// <summary>Moves to the next token; false where a comment is never closed.</summary>
    private bool SkipBlanks()
    {
        while (position < text.Length)
            switch (text[position])
            {
                case ' ' or '\t' or '\n' or '\r':
                    position++;
                    break;
                case '\\' when IsAt(position, "\\*"):
                    SkipLineComment();
                    break;
                case '(' when IsAt(position, "(*"):
                    if (!SkipComment()) return false;
                    break;
                default:
                    return true;
            }

        return true;
    }

    private void SkipLineComment()
    {
        var length = text.AsSpan(position).IndexOfAny('\n', '\r');
        position = length < 0 ? text.Length : position + length;
    }

    /// <summary>Comments nest; counting, not recursion, keeps any depth harmless.</summary>
    private bool SkipComment()
    {
        var depth = 0;
        for (var i = position; i + 1 < text.Length; i++)
        {
            if (IsAt(i, "(*")) depth++;
            else if (IsAt(i, "*)")) depth--;
            else continue;
            i++;
            if (depth > 0) continue;
            position = i + 1;
            return true;
        }

        Error = SyntaxErrors.UnclosedComment(source, position);
        return false;
    }

    private Token ReadString()
    {
        for (var i = position + 1; i < text.Length; i++)
            switch (text[i])
            {
                case '"':
                    return Make(TokenKind.String, i + 1 - position);
                case '\n' or '\r':
                    return MakeBad(SyntaxErrors.UnclosedString(source, position));
                case '\\' when i + 1 < text.Length && text[i + 1] is '"' or '\\' or 'n' or 't' or 'r' or 'f':
                    i++;
                    break;
                case '\\' when i + 1 < text.Length && text[i + 1] is not ('\n' or '\r'):
                    return MakeBad(SyntaxErrors.UnknownEscape(source, i));
            }

        return MakeBad(SyntaxErrors.UnclosedString(source, position));
    }

    private bool IsAt(int offset, string symbol) =>
        string.CompareOrdinal(text, offset, symbol, 0, symbol.Length) == 0;
}
