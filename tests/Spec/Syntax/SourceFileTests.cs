using System.Text;
using Verified.Tla.Source;

namespace Verified.Tests.Spec.Syntax;

public sealed class SourceFileTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("verified-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void Read_Text_DropsTheByteOrderMark()
    {
        Assert.Equal("x ∈ S", SourceFile.Read(Write("\uFEFFx ∈ S"u8)).Text?.Text);
        Assert.Equal("x", SourceFile.Read(Write("x"u8)).Text?.Text);
    }

    [Fact]
    public void Read_Missing_IsRefused() =>
        Assert.Equal($"{_folder}/No.tla: VTL0150: there is no such file", Refusal($"{_folder}/No.tla"));

    [Fact]
    public void Read_BelowAMissingFolder_IsRefused() =>
        Assert.Equal($"{_folder}/no/No.tla: VTL0150: there is no such file", Refusal($"{_folder}/no/No.tla"));

    [Fact]
    public void Read_Directory_IsRefused() =>
        Assert.Equal($"{_folder}: VTL0151: is a directory; expected a file", Refusal(_folder));

    [Theory]
    [InlineData(new byte[0])]
    [InlineData(new byte[] { 0xEF, 0xBB, 0xBF })]
    public void Read_Empty_IsRefused(byte[] bytes)
    {
        var path = Write(bytes);
        Assert.Equal($"{path}: VTL0152: the file is empty", Refusal(path));
    }

    [Fact]
    public void Read_InvalidUtf8_NamesTheByteAndItsPlace()
    {
        var path = Write([.. "a\n∈x"u8, 0xC3, (byte)'y']);
        Assert.Equal($"{path}:2:3: VTL0153: byte 0xC3 is not UTF-8; expected a file in UTF-8", Refusal(path));
    }

    [Fact]
    public void Read_Utf16_IsRefusedAtItsFirstByte()
    {
        var path = Write(Encoding.Unicode.GetPreamble());
        Assert.Equal($"{path}:1:1: VTL0153: byte 0xFF is not UTF-8; expected a file in UTF-8", Refusal(path));
    }

    [Fact]
    public void Read_NulInPath_IsRefused() =>
        Assert.StartsWith("a\0b: VTL0154: the file cannot be read: ", Refusal("a\0b"), StringComparison.Ordinal);

    [Fact]
    public void Read_TooLarge_IsRefused()
    {
        var path = Path.Combine(_folder, "Large.tla");
        using (var file = File.Create(path)) file.SetLength(SourceFile.MaxBytes + 1);
        Assert.Equal($"{path}: VTL0155: the file is larger than 16 MB", Refusal(path));
    }

    private static string Refusal(string path)
    {
        var file = SourceFile.Read(path);
        Assert.False(file.IsRead);
        return file.Diagnostic.ToString();
    }

    private string Write(ReadOnlySpan<byte> bytes)
    {
        var path = Path.Combine(_folder, "A.tla");
        File.WriteAllBytes(path, bytes.ToArray());
        return path;
    }
}
