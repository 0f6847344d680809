using System.Text.Unicode;

namespace Verified.Oracle.History;

/// <summary>What <see cref="LineReader.Next"/> found.</summary>
internal enum LineStatus
{
    /// <summary>A line that ends with a line feed.</summary>
    Line,

    /// <summary>The last line, without its line feed.</summary>
    Unfinished,

    End,
    TooLong,
    InvalidUtf8,
}

/// <summary>Cuts a stream of bytes into lines inside one buffer, which grows up to the longest line allowed.</summary>
/// <remarks>Not thread-safe. Memory: at most the limit. No allocation per line.</remarks>
internal sealed class LineReader(Stream source, int maxLineBytes)
{
    private byte[] _buffer = new byte[(int)Math.Min(Math.Min(1 << 18, maxLineBytes + 1L), source.Length + 1)];
    private int _start;
    private int _end;

    // Up to where the buffer was searched for the current line's end.
    private int _searched;
    private bool _exhausted;
    private int _lineStart;
    private int _lineLength;

    /// <summary>The number of the line last returned, from 1.</summary>
    public uint Number { get; private set; }

    /// <summary>How many bytes of the source were consumed by the lines returned.</summary>
    public long Consumed { get; private set; }

    /// <summary>The bytes of the line last returned, without line feed; valid until the next call.</summary>
    public ReadOnlySpan<byte> Current => _buffer.AsSpan(_lineStart, _lineLength);

    /// <summary>Whether the line last returned was the last of the source and had no line feed.</summary>
    public bool AtUnfinishedEnd { get; private set; }

    /// <summary>The next line that is not blank; valid until the next call.</summary>
    public LineStatus Next(out ReadOnlySpan<byte> line)
    {
        while (true)
        {
            var feed = _buffer.AsSpan(_searched, _end - _searched).IndexOf((byte)'\n');
            if (feed >= 0)
            {
                line = Take(_searched + feed, 1);
                if (line.Trim(" \t\r"u8).IsEmpty) continue;
                return Utf8.IsValid(line) ? LineStatus.Line : LineStatus.InvalidUtf8;
            }

            _searched = _end;
            if (_exhausted)
            {
                line = default;
                if (_start == _end) return LineStatus.End;
                line = Take(_end, 0);
                if (line.Trim(" \t\r"u8).IsEmpty) return LineStatus.End;
                return Utf8.IsValid(line) ? LineStatus.Unfinished : LineStatus.InvalidUtf8;
            }

            if (!Fill())
            {
                line = default;
                Number++;
                return LineStatus.TooLong;
            }
        }
    }

    private ReadOnlySpan<byte> Take(int to, int feed)
    {
        _lineStart = _start;
        _lineLength = to - _start;
        Number++;
        Consumed += to + feed - _start;
        _start = _searched = to + feed;
        AtUnfinishedEnd = feed == 0;
        return Current;
    }

    /// <summary>Reads more behind what is there; false where the line would pass the limit.</summary>
    private bool Fill()
    {
        if (_start > 0)
        {
            _buffer.AsSpan(_start, _end - _start).CopyTo(_buffer);
            _end -= _start;
            _searched -= _start;
            _start = 0;
        }

        if (_end == _buffer.Length)
        {
            if (_buffer.Length > maxLineBytes) return false;
            Array.Resize(ref _buffer, (int)Math.Min(_buffer.Length * 2L, maxLineBytes + 1L));
        }

        var read = source.Read(_buffer, _end, _buffer.Length - _end);
        _exhausted = read == 0;
        _end += read;
        return true;
    }
}
