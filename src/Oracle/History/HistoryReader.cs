using System.Buffers;
using System.Text;
using Verified.Tla.Source;

namespace Verified.Oracle.History;

/// <summary>Reads an <c>eda/1</c> history line by line: header first, then <see cref="Next"/> until it is false.</summary>
/// <remarks>
/// Streaming: memory is one buffer (at most the longest line) and one reused <see cref="HistoryLine"/>. A last line
/// without line feed that cannot be parsed is what a killed recorder leaves: it is dropped with a note.
/// </remarks>
internal sealed class HistoryReader(Stream source, string path, int maxLineBytes)
{
    private readonly LineReader _lines = new(source, maxLineBytes);
    private HistorySpec _specs;

    /// <summary>The line last read.</summary>
    public HistoryLine Line { get; } = new();

    /// <summary>Its bytes, valid until the next call.</summary>
    public ReadOnlySpan<byte> Bytes => _lines.Current;

    /// <summary>What makes the history malformed; null as long as nothing does.</summary>
    public Diagnostic? Malformed { get; private set; }

    /// <summary>The note about a truncated last line, or null.</summary>
    public Diagnostic? Truncated { get; private set; }

    /// <summary>Bytes of the source read so far.</summary>
    public long Consumed => _lines.Consumed;

    /// <summary>Whether the line last read is the last one, without its line feed.</summary>
    public bool Unfinished => _lines.AtUnfinishedEnd;

    /// <summary>Reads the header; null where there is none (<see cref="Malformed"/> says why).</summary>
    public HistoryHeader? Header()
    {
        var status = _lines.Next(out var bytes);
        if (status == LineStatus.End)
        {
            Malformed = new Diagnostic(Codes.Empty, new Location(path, 0, 0), "the history is empty", "a header line");
            return null;
        }

        if (!Readable(status)) return null;
        var (header, fault) = HeaderParser.Parse(bytes);
        if (fault is { } why) Refuse(why);
        _specs = header?.Spec ?? HistorySpec.None;
        return header;
    }

    /// <summary>Reads the next line into <see cref="Line"/>; false at the end and where the history is malformed.</summary>
    public bool Next()
    {
        var status = _lines.Next(out var bytes);
        if (status == LineStatus.End) return false;
        if (_lines.AtUnfinishedEnd && status == LineStatus.InvalidUtf8) return Truncate(InvalidAt(bytes));
        if (!Readable(status)) return false;
        Line.Number = _lines.Number;
        if (LineParser.Parse(bytes, _specs, Line) is not { } fault) return true;
        if (status == LineStatus.Unfinished) return Truncate(fault.Offset);
        Refuse(fault);
        return false;
    }

    /// <summary>Refuses the line last read for a reason that its neighbours give.</summary>
    public void Refuse(string code, string message, string expected) =>
        Refuse(new ScanFault(code, 0, message, expected));

    private bool Truncate(int offset)
    {
        Truncated = new Diagnostic(
            Codes.TruncatedEnd,
            At(offset),
            "the last line is cut off, as a killed recorder leaves it; it was left out",
            "a line that ends with a line feed");
        return false;
    }

    private bool Readable(LineStatus status)
    {
        if (status == LineStatus.TooLong)
        {
            Malformed = new Diagnostic(
                Codes.LineTooLong,
                new Location(path, (int)_lines.Number, 1),
                $"the line is longer than {maxLineBytes} bytes",
                "shorter lines: read in pages (\"count\") when the log is long",
                Unsupported: true);
        }
        else if (status == LineStatus.InvalidUtf8)
        {
            Refuse(new ScanFault(Codes.InvalidUtf8, InvalidAt(_lines.Current), "bytes that are not UTF-8", "UTF-8 text"));
        }

        return Malformed is null;
    }

    private void Refuse(ScanFault fault) =>
        Malformed = new Diagnostic(fault.Code, At(fault.Offset), fault.Message, fault.Expected);

    private Location At(int offset) =>
        new(path, (int)_lines.Number, Encoding.UTF8.GetCharCount(_lines.Current[..offset]) + 1);

    private static int InvalidAt(ReadOnlySpan<byte> bytes)
    {
        var offset = 0;
        while (Rune.DecodeFromUtf8(bytes[offset..], out _, out var length) == OperationStatus.Done) offset += length;
        return offset;
    }
}
