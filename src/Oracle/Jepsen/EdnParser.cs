using System.Buffers;
using Verified.Oracle.History;

namespace Verified.Oracle.Jepsen;

/// <summary>What <see cref="EdnParser.Parse"/> made of the text.</summary>
internal enum EdnStatus
{
    Value,

    /// <summary>The text ends inside a value, or before one.</summary>
    NeedsMore,

    /// <summary>A closing bracket where a value could begin.</summary>
    Closing,
    Fault,
}

/// <summary>Parses one EDN value from bytes onto a tape.</summary>
/// <remarks>
/// Recursive to <see cref="MaxDepth"/>, no deeper. A value that the text cuts off is parsed again from its beginning
/// when there is more text; the reader doubles the text each time, so that stays linear.
/// Source: the EDN specification (edn-format); of Clojure's extras, <c>##Inf</c> and <c>##NaN</c>.
/// </remarks>
internal ref struct EdnParser(ReadOnlySpan<byte> text, bool isLast, EdnTape tape)
{
    /// <summary>Deepest nesting that is read.</summary>
    public const int MaxDepth = 128;

    private static readonly SearchValues<byte> s_numberBytes = SearchValues.Create("0123456789.eE+-/"u8);

    private readonly ReadOnlySpan<byte> _text = text;

    public int Offset;

    public ScanFault? Fault;

    /// <summary>Parses the next value; the caller clears the tape before.</summary>
    public EdnStatus Parse(int depth = 0)
    {
        while (true)
        {
            if (!SkipBlank()) return EdnStatus.NeedsMore;
            var c = _text[Offset];
            if (c is (byte)')' or (byte)']' or (byte)'}') return EdnStatus.Closing;
            if (c != '#') return Plain(c, depth);
            if (Offset + 1 == _text.Length)
                return isLast ? Refuse("a dispatch character at the end", "#{, #_ or a tag") : EdnStatus.NeedsMore;
            if (_text[Offset + 1] != '_') return Dispatch(_text[Offset + 1], depth);
            var status = Discard(depth);
            if (status != EdnStatus.Value) return status;
        }
    }

    /// <summary>Skips white space, commas and comments; false where the text ends.</summary>
    public bool SkipBlank()
    {
        while (Offset < _text.Length)
        {
            var c = _text[Offset];
            if (c is (byte)' ' or (byte)',' or (byte)'\n' or (byte)'\r' or (byte)'\t' or (byte)'\f')
            {
                Offset++;
            }
            else if (c == ';')
            {
                var end = _text[Offset..].IndexOf((byte)'\n');
                if (end < 0)
                {
                    if (isLast) Offset = _text.Length;
                    return false;
                }

                Offset += end + 1;
            }
            else return true;
        }

        return false;
    }

    private EdnStatus Plain(byte c, int depth) => c switch
    {
        (byte)'(' => Sequence(EdnKind.List, (byte)')', 1, depth),
        (byte)'[' => Sequence(EdnKind.Vector, (byte)']', 1, depth),
        (byte)'{' => Sequence(EdnKind.Map, (byte)'}', 1, depth),
        (byte)'"' => String(),
        (byte)'\\' => Character(),
        _ => Token(),
    };

    private EdnStatus Dispatch(byte c, int depth)
    {
        if (c == '{') return Sequence(EdnKind.Set, (byte)'}', 2, depth);
        if (c == '#')
        {
            Offset++;
            return Token(EdnKind.Float, 1);
        }

        if (!char.IsAsciiLetter((char)c)) return Refuse("a dispatch character EDN does not have", "#{, #_ or a tag");
        if (depth >= MaxDepth) return TooDeep();
        var node = tape.Add(EdnKind.Tagged, Offset);
        Offset++;
        while (Offset < _text.Length && !IsDelimiter(_text[Offset])) Offset++;
        var status = Parse(depth + 1);
        if (status == EdnStatus.Closing) return Refuse("a tag without a value", "a value");
        if (status == EdnStatus.Value) tape.Close(node, Offset, 1);
        return status == EdnStatus.NeedsMore ? CutOff() : status;
    }

    private EdnStatus Discard(int depth)
    {
        if (depth >= MaxDepth) return TooDeep();
        var kept = tape.Count;
        Offset += 2;
        var status = Parse(depth + 1);
        tape.Truncate(kept);
        if (status == EdnStatus.Closing) return Refuse("a discard of nothing", "a value after #_");
        return status == EdnStatus.NeedsMore ? CutOff() : status;
    }

    private EdnStatus Sequence(EdnKind kind, byte closing, int opening, int depth)
    {
        if (depth >= MaxDepth) return TooDeep();
        var start = Offset;
        var node = tape.Add(kind, start);
        Offset += opening;
        var children = 0;
        while (true)
        {
            var status = Parse(depth + 1);
            if (status == EdnStatus.NeedsMore) return CutOff();
            if (status == EdnStatus.Fault) return status;
            if (status == EdnStatus.Value)
            {
                children++;
                continue;
            }

            if (_text[Offset] != closing) return Refuse($"'{(char)_text[Offset]}' closes nothing", $"'{(char)closing}'");
            if (kind == EdnKind.Map && children % 2 == 1) return Refuse("a map with a key and no value", "a value");
            Offset++;
            tape.Close(node, Offset, children);
            return EdnStatus.Value;
        }
    }

    private EdnStatus String()
    {
        var node = tape.Add(EdnKind.String, Offset);
        var at = Offset + 1;
        while (at < _text.Length)
        {
            var step = _text[at..].IndexOfAny((byte)'"', (byte)'\\');
            if (step < 0 || at + step + 1 > _text.Length) break;
            at += step;
            if (_text[at] == '"')
            {
                Offset = at + 1;
                tape.Close(node, Offset, 0);
                return EdnStatus.Value;
            }

            at += 2;
        }

        return CutOff();
    }

    private EdnStatus Character()
    {
        if (Offset + 1 >= _text.Length) return CutOff();
        var node = tape.Add(EdnKind.Character, Offset);
        Offset += 2;
        while (Offset < _text.Length && !IsDelimiter(_text[Offset])) Offset++;
        if (Offset == _text.Length && !isLast) return EdnStatus.NeedsMore;
        tape.Close(node, Offset, 0);
        return EdnStatus.Value;
    }

    private EdnStatus Token(EdnKind? known = null, int skip = 0)
    {
        var start = Offset;
        Offset += skip;
        while (Offset < _text.Length && !IsDelimiter(_text[Offset])) Offset++;
        if (Offset == _text.Length && !isLast) return EdnStatus.NeedsMore;
        var token = _text[start..Offset];
        if ((known ?? KindOf(token)) is not { } kind)
        {
            Offset = start;
            return Refuse("not an EDN value", "a map, vector, keyword, string, number, …");
        }

        tape.Close(tape.Add(kind, start), Offset, 0);
        return EdnStatus.Value;
    }

    private static EdnKind? KindOf(ReadOnlySpan<byte> token)
    {
        var c = token.IsEmpty ? (byte)0 : token[0];
        if (c == ':') return token.Length > 1 ? EdnKind.Keyword : null;
        var digits = c is (byte)'-' or (byte)'+' ? token[1..] : token;
        if (!digits.IsEmpty && char.IsAsciiDigit((char)digits[0])) return Number(digits);
        if (token.SequenceEqual("nil"u8)) return EdnKind.Nil;
        if (token.SequenceEqual("true"u8) || token.SequenceEqual("false"u8)) return EdnKind.Boolean;
        return c > ' ' && !"@^`~'"u8.Contains(c) ? EdnKind.Symbol : null;
    }

    private static EdnKind? Number(ReadOnlySpan<byte> digits)
    {
        var integer = digits[^1] == 'N' ? digits[..^1] : digits;
        if (integer.IndexOfAnyExceptInRange((byte)'0', (byte)'9') < 0) return EdnKind.Integer;
        var number = digits[^1] == 'M' ? digits[..^1] : digits;
        return number.IndexOfAnyExcept(s_numberBytes) < 0 ? EdnKind.Float : null;
    }

    private static bool IsDelimiter(byte c) => c <= ' ' || c is (byte)',' or (byte)'"' or (byte)';'
        or (byte)'(' or (byte)')' or (byte)'[' or (byte)']' or (byte)'{' or (byte)'}';

    private EdnStatus CutOff() => isLast && Fault is null
        ? Refuse("the text ends inside a value", "its end", _text.Length)
        : EdnStatus.NeedsMore;

    private EdnStatus TooDeep()
    {
        Fault ??= new ScanFault(Codes.EdnTooDeep, Offset, $"nested deeper than {MaxDepth} levels", "a flatter value");
        return EdnStatus.Fault;
    }

    private EdnStatus Refuse(string message, string expected, int offset = -1)
    {
        Fault ??= new ScanFault(Codes.EdnSyntax, offset < 0 ? Offset : offset, message, expected);
        return EdnStatus.Fault;
    }
}
