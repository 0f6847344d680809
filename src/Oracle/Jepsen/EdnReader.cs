using System.Buffers;
using System.Text;
using System.Text.Unicode;
using Verified.Oracle.History;
using Verified.Tla.Source;

namespace Verified.Oracle.Jepsen;

/// <summary>
/// Reads the operations of a Jepsen history one by one: a file of values, one after the other, or one vector (or list)
/// of them.
/// </summary>
/// <remarks>Streaming: memory is a buffer that grows to the longest value, at most the limit.</remarks>
internal sealed class EdnReader(Stream source, string path, int maxValueBytes)
{
    private byte[] _buffer = new byte[(int)Math.Min(Math.Min(1 << 17, maxValueBytes), source.Length + 1)];
    private int _start;
    private int _end;
    private bool _exhausted;
    private bool _begun;
    private byte _closing;

    // Lines above buffer[counted], and bytes between the last of their line feeds and counted.
    private int _lines;
    private int _counted;
    private int _column;

    // Bytes of the value last read, to be dropped by the next call.
    private int _taken;

    /// <summary>The value last read.</summary>
    public EdnTape Tape { get; } = new();

    /// <summary>The text the tape's offsets are in; valid until the next call.</summary>
    public ReadOnlySpan<byte> Text => _buffer.AsSpan(_start, _end - _start);

    /// <summary>The bytes of the value last read.</summary>
    public ReadOnlySpan<byte> Value => Text[Tape[0].Start..Tape[0].End];

    public Diagnostic? Malformed { get; private set; }

    /// <summary>Bytes of the source read so far.</summary>
    public long Consumed { get; private set; }

    /// <summary>Reads the next value onto the tape; false at the end and where the text is malformed.</summary>
    public bool Next()
    {
        _start += _taken;
        Consumed += _taken;
        _taken = 0;
        while (true)
        {
            Tape.Clear();
            var parser = new EdnParser(Text, _exhausted, Tape);
            if (!_begun && !Begin(ref parser))
            {
                if (Malformed is not null) return false;
                continue;
            }

            var status = parser.Parse();
            if (status == EdnStatus.Value && ValidText(parser.Offset))
            {
                _taken = parser.Offset;
                return true;
            }

            if (status == EdnStatus.NeedsMore && !_exhausted && Fill()) continue;
            if (Malformed is null) AtEnd(status, ref parser);
            return false;
        }
    }

    /// <summary>Refuses the value last read.</summary>
    public void Refuse(string code, string message, string expected) =>
        Malformed ??= new Diagnostic(code, At(Tape[0].Start), message, expected);

    /// <summary>Enters the vector that holds all operations, if there is one; false where it takes more text to know.</summary>
    private bool Begin(ref EdnParser parser)
    {
        if (!parser.SkipBlank() && !_exhausted)
        {
            Fill();
            return false;
        }

        _begun = true;
        if (parser.Offset == Text.Length || Text[parser.Offset] is not ((byte)'[' or (byte)'(')) return true;
        _closing = (byte)(Text[parser.Offset] == '[' ? ']' : ')');
        _start += parser.Offset + 1;
        Consumed += parser.Offset + 1;
        return false;
    }

    private void AtEnd(EdnStatus status, ref EdnParser parser)
    {
        if (parser.Fault is { } fault)
            Malformed = new Diagnostic(fault.Code, At(fault.Offset), fault.Message, fault.Expected);
        else if (status == EdnStatus.Closing && Text[parser.Offset] == _closing)
            _closing = 0;
        else if (status == EdnStatus.Closing)
            Malformed = new Diagnostic(Codes.EdnSyntax, At(parser.Offset), "a bracket that closes nothing", "an operation");
        else if (_closing != 0)
            Malformed = new Diagnostic(Codes.EdnSyntax, At(Text.Length), "the text ends inside the history", $"'{(char)_closing}'");
    }

    private bool ValidText(int length)
    {
        var text = Text[..length];
        if (Utf8.IsValid(text)) return true;
        var offset = 0;
        while (Rune.DecodeFromUtf8(text[offset..], out _, out var size) == OperationStatus.Done) offset += size;
        Malformed = new Diagnostic(Codes.InvalidUtf8, At(offset), "bytes that are not UTF-8", "UTF-8 text");
        return false;
    }

    private Location At(int offset)
    {
        Count(_start + offset);
        return new Location(path, _lines + 1, _column + 1);
    }

    /// <summary>Counts lines up to here in the buffer.</summary>
    private void Count(int to)
    {
        if (to <= _counted) return;
        var text = _buffer.AsSpan(_counted, to - _counted);
        var feeds = text.Count((byte)'\n');
        _lines += feeds;
        _column = feeds == 0
            ? _column + Encoding.UTF8.GetCharCount(text)
            : Encoding.UTF8.GetCharCount(text[(text.LastIndexOf((byte)'\n') + 1)..]);
        _counted = to;
    }

    private bool Fill()
    {
        Count(_start);
        _buffer.AsSpan(_start, _end - _start).CopyTo(_buffer);
        _end -= _start;
        _counted -= _start;
        _start = 0;
        if (_end == _buffer.Length)
        {
            if (_end >= maxValueBytes)
            {
                Malformed = new Diagnostic(
                    Codes.EdnTooLong, At(0), $"a value longer than {maxValueBytes} bytes", "shorter operations", Unsupported: true);
                return false;
            }

            Array.Resize(ref _buffer, (int)Math.Min(_buffer.Length * 2L, maxValueBytes));
        }

        var read = source.Read(_buffer, _end, _buffer.Length - _end);
        _exhausted = read == 0;
        _end += read;
        return true;
    }
}
