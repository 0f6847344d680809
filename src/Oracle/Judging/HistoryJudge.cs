using Verified.Oracle.History;
using Verified.Oracle.Jepsen;
using Verified.Tla.Source;

namespace Verified.Oracle;

/// <summary>The oracle: judges recorded histories.</summary>
/// <remarks>Stateless; safe to call from many threads. One judgement runs on the calling thread.</remarks>
public static class HistoryJudge
{
    /// <summary>Judges the history in a file.</summary>
    /// <remarks>
    /// One pass; a second one, over the witness only, where there is a violation to explain. Cancellation is a verdict
    /// (undetermined, timeout), not an exception: what was convicted until then stands. Whatever is wrong with the
    /// file is a diagnostic.
    /// </remarks>
    public static JudgeResult Judge(
        string path,
        JudgeOptions? options = null,
        IProgress<JudgeProgress>? progress = null,
        CancellationToken cancellationToken = default)
    {
        FileStream file;
        try
        {
            file = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete, 1);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or ArgumentException or NotSupportedException)
        {
            return Unreadable(path, e);
        }

        using (file)
        {
            try
            {
                return Judge(file, path, options, progress, cancellationToken);
            }
            catch (IOException e)
            {
                return Unreadable(path, e);
            }
        }
    }

    /// <summary>Judges the history in a stream, which is left open; <paramref name="name"/> is what reports call it.</summary>
    /// <remarks>It is read from its beginning. A stream that cannot seek is copied to a temporary file, for the second pass.</remarks>
    /// <exception cref="IOException">The stream cannot be read.</exception>
    public static JudgeResult Judge(
        Stream history,
        string name,
        JudgeOptions? options = null,
        IProgress<JudgeProgress>? progress = null,
        CancellationToken cancellationToken = default)
    {
        options ??= new JudgeOptions();
        if (!history.CanSeek)
        {
            using var copy = new FileStream(
                Path.GetTempFileName(), FileMode.Open, FileAccess.ReadWrite, FileShare.None, 1 << 16, FileOptions.DeleteOnClose);
            history.CopyTo(copy);
            copy.Position = 0;
            return Judge(copy, name, options, progress, cancellationToken);
        }

        history.Position = 0;
        var limits = new Limits(options, history.Length, progress, cancellationToken);
        return IsEdn(name, options.Format)
            ? EdnJudgement.Judge(history, name, options, limits)
            : NdjsonJudgement.Judge(history, name, options, limits);
    }

    internal static JudgeResult Refuse(params Diagnostic[] diagnostics) =>
        new JudgeResult.Malformed([.. diagnostics]);

    private static JudgeResult Unreadable(string path, Exception e)
    {
        var why = Directory.Exists(path) ? "this is a directory"
            : e is FileNotFoundException or DirectoryNotFoundException ? "there is no such file"
            : $"the file cannot be read ({e.GetType().Name})";
        return Refuse(new Diagnostic(Codes.Unreadable, new Location(path, 0, 0), why, "a history file"));
    }

    private static bool IsEdn(string name, HistoryFormat format) => format == HistoryFormat.Edn
        || (format == HistoryFormat.Auto && name.EndsWith(".edn", StringComparison.OrdinalIgnoreCase));
}
