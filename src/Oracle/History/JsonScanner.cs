using System.Text;

namespace Verified.Oracle.History;

/// <summary>Why a line could not be read: a code, where in the line (from 0), what is wrong, what was expected.</summary>
internal readonly record struct ScanFault(string Code, int Offset, string Message, string? Expected);

/// <summary>
/// A forward-only scanner of one line of JSON over its UTF-8 bytes, for exactly what histories hold: strings,
/// 64-bit integers, booleans, and values to be skipped. Allocates only for strings with escapes and for faults.
/// </summary>
/// <remarks>
/// Not <c>Utf8JsonReader</c>, which is as fast: that one reports faults by exception, without saying what was expected
/// where. Every method returns false once a <see cref="Fault"/> is set.
/// </remarks>
internal ref struct JsonScanner(ReadOnlySpan<byte> line)
{
    /// <summary>Deepest nesting of skipped values.</summary>
    public const int MaxDepth = 64;

    private readonly ReadOnlySpan<byte> _line = line;

    public int Offset;

    public ScanFault? Fault;

    /// <summary>Refuses the line.</summary>
    public bool Fail(string code, int offset, string message, string? expected = null)
    {
        Fault ??= new ScanFault(code, offset, message, expected);
        return false;
    }

    /// <summary>The next byte that is not white space, or 0 at the end.</summary>
    public byte Peek()
    {
        while (Offset < _line.Length)
        {
            var c = _line[Offset];
            if (c > ' ') return c;
            if (c is not ((byte)' ' or (byte)'\t' or (byte)'\r' or (byte)'\n')) return c == 0 ? (byte)1 : c;
            Offset++;
        }

        return 0;
    }

    public bool Expect(byte c)
    {
        if (Peek() != c) return Unexpected($"'{(char)c}'");
        Offset++;
        return true;
    }

    /// <summary>After a value: consumes ',' (true) or the <paramref name="closing"/> byte (false, no fault).</summary>
    public bool Continues(byte closing)
    {
        var c = Peek();
        if (c == ',')
        {
            Offset++;
            return true;
        }

        if (c == closing) Offset++;
        else Unexpected($"',' or '{(char)closing}'");
        return false;
    }

    public bool AtEnd() => Peek() == 0 || Unexpected("the end of the line");

    /// <summary>A string's UTF-8 bytes, unescaped.</summary>
    public bool String(out ReadOnlySpan<byte> value)
    {
        value = default;
        if (Peek() != '"') return Mistyped("a string");
        var start = ++Offset;
        while (Offset < _line.Length)
        {
            var c = _line[Offset];
            if (c == '"')
            {
                value = _line[start..Offset++];
                return true;
            }

            if (c == '\\') return Unescape(start, out value);
            if (c < 0x20)
                return Fail(Codes.Syntax, Offset, "a control character inside a string", "an escape such as \\u000a");
            Offset++;
        }

        return Unexpected("'\"' at the end of the string");
    }

    /// <summary>A member's name and its colon.</summary>
    public bool Name(out ReadOnlySpan<byte> name)
    {
        if (Peek() == '"') return String(out name) && Expect((byte)':');
        name = default;
        return Unexpected("a member name in quotes");
    }

    /// <summary>A 64-bit signed integer.</summary>
    public bool Int64(out long value)
    {
        value = 0;
        var c = Peek();
        var start = Offset;
        var negative = c == '-';
        if (negative) Offset++;
        var digits = Offset;
        ulong magnitude = 0;
        while (Offset < _line.Length && (c = (byte)(_line[Offset] ^ '0')) <= 9)
        {
            if (Offset - digits >= 18 && !Multiply(ref magnitude, c)) return TooLarge(start);
            else if (Offset - digits < 18) magnitude = unchecked(magnitude * 10 + c);
            Offset++;
        }

        if (Offset == digits)
        {
            Offset = start;
            return Mistyped("an integer");
        }

        if (_line[digits] == '0' && Offset - digits > 1)
            return Fail(Codes.Syntax, digits, "a number with a leading zero", "an integer");
        if (Offset < _line.Length && _line[Offset] is (byte)'.' or (byte)'e' or (byte)'E')
        {
            Offset = start;
            return Mistyped("an integer, without fraction or exponent");
        }

        if (magnitude > long.MaxValue + (negative ? 1UL : 0UL)) return TooLarge(start);
        value = unchecked(negative ? -(long)magnitude : (long)magnitude);
        return true;
    }

    public bool Boolean(out bool value)
    {
        value = Peek() == 't';
        return value ? Literal("true"u8)
            : Peek() == 'f' ? Literal("false"u8)
            : Mistyped("true or false");
    }

    /// <summary>Skips one value of any kind, at most <see cref="MaxDepth"/> deep; iterative, so no stack is at risk.</summary>
    public bool Skip()
    {
        ulong objects = 0;
        var depth = 0;
        while (true)
        {
            var opens = false;
            switch (Peek())
            {
                case (byte)'{' or (byte)'[':
                    if (depth == MaxDepth)
                        return Fail(Codes.TooDeep, Offset, $"nested deeper than {MaxDepth} levels", "a flatter value");
                    var isObject = _line[Offset++] == '{';
                    objects = isObject ? objects | 1UL << depth : objects & ~(1UL << depth);
                    depth++;
                    var closing = (byte)(isObject ? '}' : ']');
                    if (Peek() == closing)
                    {
                        Offset++;
                        depth--;
                        break;
                    }

                    if (isObject && !Name(out _)) return false;
                    opens = true;
                    break;
                default:
                    if (!Scalar()) return false;
                    break;
            }

            if (opens) continue;
            while (depth > 0)
            {
                var isObject = (objects >> (depth - 1) & 1) == 1;
                if (Continues((byte)(isObject ? '}' : ']')))
                {
                    if (isObject && !Name(out _)) return false;
                    break;
                }

                if (Fault is not null) return false;
                depth--;
            }

            if (depth == 0) return true;
        }
    }

    /// <summary>The value here is of the wrong type, or missing altogether.</summary>
    public bool Mistyped(string expected)
    {
        var c = Peek();
        return c is (byte)'"' or (byte)'{' or (byte)'[' or (byte)'t' or (byte)'f' or (byte)'n' or (byte)'-'
                or >= (byte)'0' and <= (byte)'9'
            ? Fail(Codes.MistypedField, Offset, $"the value is {Kind(c)}", expected)
            : Unexpected(expected);
    }

    private static string Kind(byte c) => c switch
    {
        (byte)'"' => "a string",
        (byte)'{' => "an object",
        (byte)'[' => "an array",
        (byte)'t' or (byte)'f' => "a boolean",
        (byte)'n' => "null",
        _ => "a number",
    };

    private static bool Multiply(ref ulong magnitude, byte digit)
    {
        if (magnitude > (ulong.MaxValue - digit) / 10) return false;
        magnitude = magnitude * 10 + digit;
        return true;
    }

    private bool Scalar()
    {
        switch (Peek())
        {
            case (byte)'"': return String(out _);
            case (byte)'t': return Literal("true"u8);
            case (byte)'f': return Literal("false"u8);
            case (byte)'n': return Literal("null"u8);
            case (byte)'-' or >= (byte)'0' and <= (byte)'9': return Number();
            default: return Unexpected("a value");
        }
    }

    private bool Number()
    {
        var start = Offset;
        if (_line[Offset] == '-') Offset++;
        var digits = Digits();
        if (digits == 0 || (digits > 1 && _line[Offset - digits] == '0')) return Unexpected("a number");
        if (Offset < _line.Length && _line[Offset] == '.')
        {
            Offset++;
            if (Digits() == 0) return Unexpected("a digit");
        }

        if (Offset < _line.Length && _line[Offset] is (byte)'e' or (byte)'E')
        {
            Offset++;
            if (Offset < _line.Length && _line[Offset] is (byte)'+' or (byte)'-') Offset++;
            if (Digits() == 0) return Unexpected("a digit");
        }

        return Offset > start;
    }

    private int Digits()
    {
        var start = Offset;
        while (Offset < _line.Length && _line[Offset] is >= (byte)'0' and <= (byte)'9') Offset++;
        return Offset - start;
    }

    private bool Literal(ReadOnlySpan<byte> word)
    {
        if (!_line[Offset..].StartsWith(word)) return Unexpected(Encoding.UTF8.GetString(word));
        Offset += word.Length;
        return true;
    }

    private bool TooLarge(int start) =>
        Fail(Codes.NumberTooLarge, start, "a number beyond 64 bits", "an integer from -2^63 to 2^63-1");

    private bool Unexpected(string expected) => Peek() == 0
        ? Fail(Codes.Syntax, _line.Length, "the line ends too early", expected)
        : Fail(Codes.Syntax, Offset, "not what JSON has here", expected);

    /// <summary>The slow path of <see cref="String"/>: from the first backslash on, into a new array.</summary>
    private bool Unescape(int start, out ReadOnlySpan<byte> value)
    {
        var bytes = new List<byte>(_line[start..Offset].ToArray());
        value = default;
        while (Offset < _line.Length && _line[Offset] != '"')
        {
            if (_line[Offset] < 0x20)
                return Fail(Codes.Syntax, Offset, "a control character inside a string", "an escape such as \\u000a");
            if (_line[Offset] != '\\') bytes.Add(_line[Offset++]);
            else if (!Escape(bytes)) return false;
        }

        if (Offset == _line.Length) return Unexpected("'\"' at the end of the string");
        Offset++;
        value = bytes.ToArray();
        return true;
    }

    private bool Escape(List<byte> bytes)
    {
        var at = Offset++;
        var c = Offset < _line.Length ? _line[Offset++] : (byte)0;
        var plain = c switch
        {
            (byte)'"' or (byte)'\\' or (byte)'/' => c,
            (byte)'b' => (byte)'\b',
            (byte)'f' => (byte)'\f',
            (byte)'n' => (byte)'\n',
            (byte)'r' => (byte)'\r',
            (byte)'t' => (byte)'\t',
            _ => (byte)0,
        };
        if (plain != 0)
        {
            bytes.Add(plain);
            return true;
        }

        if (c != 'u' || !Hex(out var unit)) return Fail(Codes.Syntax, at, "an escape JSON does not have", "\\n or \\u0041");
        var rune = new Rune(0xFFFD);
        if (char.IsHighSurrogate(unit) && Offset + 1 < _line.Length && _line[Offset] == '\\' && _line[Offset + 1] == 'u')
        {
            Offset += 2;
            if (!Hex(out var low) || !Rune.TryCreate(unit, low, out rune))
                return Fail(Codes.Syntax, at, "half of a surrogate pair", "a whole code point");
        }
        else if (!Rune.TryCreate(unit, out rune))
        {
            return Fail(Codes.Syntax, at, "half of a surrogate pair", "a whole code point");
        }

        Span<byte> utf8 = stackalloc byte[4];
        bytes.AddRange(utf8[..rune.EncodeToUtf8(utf8)]);
        return true;
    }

    private bool Hex(out char unit)
    {
        var value = 0;
        unit = '\0';
        for (var i = 0; i < 4; i++)
        {
            if (Offset == _line.Length || !char.IsAsciiHexDigit((char)_line[Offset])) return false;
            value = value * 16 + Convert.ToInt32(((char)_line[Offset++]).ToString(), 16);
        }

        unit = (char)value;
        return true;
    }
}
