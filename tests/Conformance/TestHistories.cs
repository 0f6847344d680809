using Verified.Oracle;

namespace Verified.Tests.Conformance;

/// <summary>Finds the recorded histories, and judges them.</summary>
internal static class TestHistories
{
    /// <summary>The repository's root: the folder of Verified.sln.</summary>
    public static string Root { get; } = FindRoot();

    /// <summary>The folder of the hand-written histories.</summary>
    public static string Own => Path.Combine(Root, "tests", "Conformance", "histories");

    /// <summary>The folder of histories that other projects recorded; may be absent.</summary>
    public static string Shared => Path.Combine(Root, "..", "shared", "histories");

    /// <summary>Judges text as if it were a file of this name.</summary>
    public static JudgeResult Judge(string text, string name = "history.ndjson", JudgeOptions? options = null) =>
        Judge(System.Text.Encoding.UTF8.GetBytes(text), name, options);

    public static JudgeResult Judge(byte[] bytes, string name = "history.ndjson", JudgeOptions? options = null) =>
        HistoryJudge.Judge(new MemoryStream(bytes), name, options);

    public static Report Report(JudgeResult result) => result switch
    {
        JudgeResult.Judged judged => judged.Report,
        JudgeResult.Malformed malformed =>
            throw new InvalidOperationException(string.Join('\n', malformed.Diagnostics)),
        _ => throw new System.Diagnostics.UnreachableException(),
    };

    public static string Text(Report report)
    {
        using var text = new StringWriter();
        ReportText.Write(text, report);
        return text.ToString();
    }

    private static string FindRoot()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (folder is not null && !File.Exists(Path.Combine(folder.FullName, "Verified.sln"))) folder = folder.Parent;
        return folder?.FullName ?? throw new DirectoryNotFoundException("Verified.sln is in no folder above the tests");
    }
}
