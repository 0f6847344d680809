using System.Text;
using Verified.Tla.Values;

namespace Verified.Tla.Modules;

/// <summary>Files that a specification reads and writes; paths are relative to the current folder.</summary>
internal static class Files
{
    /// <exception cref="ValueException">The file cannot be read.</exception>
    public static string Read(string path, string op) => Try(path, op, "read", () => File.ReadAllText(path));

    /// <summary>Writes a whole file, and the folders above it where they are missing.</summary>
    /// <exception cref="ValueException">The file cannot be written.</exception>
    public static void Write(string path, string text, string op) => Try(path, op, "written", () =>
    {
        if (Path.GetDirectoryName(path) is { Length: > 0 } folder) Directory.CreateDirectory(folder);
        File.WriteAllText(path, text, new UTF8Encoding(encoderShouldEmitUTF8Identifier: false));
        return true;
    });

    /// <exception cref="ValueException">The file cannot be written.</exception>
    public static void Append(string path, string text, string op) => Try(path, op, "written", () =>
    {
        File.AppendAllText(path, text);
        return true;
    });

    private static T Try<T>(string path, string op, string verb, Func<T> work)
    {
        try
        {
            return work();
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException or ArgumentException or NotSupportedException)
        {
            throw new ValueException($"{op}: the file {path} cannot be {verb}: {fault.Message}");
        }
    }
}
