using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace Verified.Cli;

/// <summary>Writes the document of <c>--json</c>.</summary>
internal static class Json
{
    /// <summary>Names and values are TLA+ text: escaping what only HTML would misread makes them unreadable.</summary>
    private static readonly JsonWriterOptions s_options = new()
    {
        Indented = true,
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    /// <summary>Writes a document, and a line feed.</summary>
    public static void Write(TextWriter output, Action<Utf8JsonWriter> document)
    {
        using var buffer = new MemoryStream();
        using (var json = new Utf8JsonWriter(buffer, s_options)) document(json);
        output.WriteLine(Encoding.UTF8.GetString(buffer.GetBuffer().AsSpan(0, (int)buffer.Length)));
    }
}
