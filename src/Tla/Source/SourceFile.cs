using System.Buffers;
using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Text;

namespace Verified.Tla.Source;

/// <summary>A file that was read as UTF-8 text, or the reason why it could not be.</summary>
public sealed class SourceFile
{
    /// <summary>The largest file that is read, in bytes: far above any specification, far below
    /// what exhausts memory.</summary>
    public const int MaxBytes = 16 * 1024 * 1024;

    private static readonly UTF8Encoding s_utf8 = new(encoderShouldEmitUTF8Identifier: false);

    private SourceFile(SourceText? text, Diagnostic? diagnostic)
    {
        Text = text;
        Diagnostic = diagnostic;
    }

    public SourceText? Text { get; }

    public Diagnostic? Diagnostic { get; }

    [MemberNotNullWhen(true, nameof(Text))]
    [MemberNotNullWhen(false, nameof(Diagnostic))]
    public bool IsRead => Text is not null;

    /// <summary>Reads a file; a byte order mark is dropped. Does not throw for anything the file
    /// may be.</summary>
    /// <param name="path">As the user gave it; shown in diagnostics.</param>
    /// <param name="mayBeEmpty">A file without a byte is a text, not an error.</param>
    public static SourceFile Read(string path, bool mayBeEmpty = false)
    {
        ArgumentNullException.ThrowIfNull(path);
        try
        {
            return Directory.Exists(path)
                ? Refuse(path, "VTL0151", "is a directory", "a file")
                : Decode(path, ReadBytes(path), mayBeEmpty);
        }
        catch (Exception error) when (error is FileNotFoundException or DirectoryNotFoundException)
        {
            return Refuse(path, "VTL0150", "there is no such file");
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException
            or ArgumentException or NotSupportedException)
        {
            return Refuse(path, "VTL0154", $"the file cannot be read: {error.Message.TrimEnd('.')}");
        }
    }

    /// <summary>The bytes, or null where there are too many.</summary>
    private static byte[]? ReadBytes(string path)
    {
        using var stream = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite);
        if (stream.CanSeek && stream.Length > MaxBytes) return null;
        using var bytes = new MemoryStream();
        var buffer = new byte[81_920];
        for (int count; (count = stream.Read(buffer)) > 0;)
        {
            bytes.Write(buffer.AsSpan(0, count));
            if (bytes.Length > MaxBytes) return null;
        }

        return bytes.ToArray();
    }

    private static SourceFile Decode(string path, byte[]? bytes, bool mayBeEmpty)
    {
        if (bytes is null)
            return Refuse(path, "VTL0155", $"the file is larger than {MaxBytes / 1024 / 1024} MB");
        ReadOnlySpan<byte> content = bytes;
        if (content.StartsWith("\uFEFF"u8)) content = content[3..];
        if (content.IsEmpty && !mayBeEmpty) return Refuse(path, "VTL0152", "the file is empty");
        var bad = FindInvalid(content);
        return bad < 0
            ? new SourceFile(new SourceText(path, s_utf8.GetString(content)), null)
            : RefuseByte(path, content, bad);
    }

    /// <summary>Offset of the first byte that is not UTF-8, or -1.</summary>
    private static int FindInvalid(ReadOnlySpan<byte> bytes)
    {
        if (System.Text.Unicode.Utf8.IsValid(bytes)) return -1;
        for (var offset = 0; offset < bytes.Length;)
        {
            if (Rune.DecodeFromUtf8(bytes[offset..], out _, out var length) != OperationStatus.Done)
                return offset;
            offset += length;
        }

        return -1;
    }

    private static SourceFile RefuseByte(string path, ReadOnlySpan<byte> bytes, int offset)
    {
        var before = new SourceText(path, s_utf8.GetString(bytes[..offset]));
        var (line, column) = before.PositionAt(before.Text.Length);
        var value = bytes[offset].ToString("X2", CultureInfo.InvariantCulture);
        return new SourceFile(null, new Diagnostic(
            "VTL0153", new Location(path, line, column), $"byte 0x{value} is not UTF-8", "a file in UTF-8"));
    }

    private static SourceFile Refuse(string path, string code, string message, string? expected = null) =>
        new(null, new Diagnostic(code, new Location(path, 0, 0), message, expected));
}
