using Verified.Oracle;

namespace Verified.Cli;

/// <summary>Runs <c>verified conform</c>: histories one after another, each verdict told as it comes.</summary>
internal sealed class ConformRun(Terminal terminal, JudgeOptions options, bool json)
{
    /// <summary>Judges; the exit code.</summary>
    public int Run(IReadOnlyList<string> histories, CancellationToken cancellation)
    {
        var code = ExitCode.Success;
        var reports = new List<Report>();
        foreach (var history in histories)
        {
            var result = Judge(history, cancellation);
            cancellation.ThrowIfCancellationRequested();
            code = ExitCode.Worst(code, result.ExitCode);
            switch (result)
            {
                case JudgeResult.Malformed(var diagnostics):
                    foreach (var diagnostic in diagnostics)
                        terminal.Error.WriteLine(DiagnosticText.Render(diagnostic, []));
                    break;
                case JudgeResult.Judged(var report):
                    reports.Add(report);
                    if (!json) ReportText.Write(terminal.Output, report);
                    break;
            }
        }

        if (json) Json.Write(terminal.Output, writer => Write(writer, reports, isArray: histories.Count > 1));
        return code;
    }

    private static void Write(System.Text.Json.Utf8JsonWriter writer, List<Report> reports, bool isArray)
    {
        if (isArray) writer.WriteStartArray();
        foreach (var report in reports) ReportJson.Write(writer, report);
        if (isArray) writer.WriteEndArray();
        else if (reports.Count == 0) writer.WriteNullValue();
    }

    private JudgeResult Judge(string history, CancellationToken cancellation)
    {
        using var line = new StatusLine(terminal);
        return HistoryJudge.Judge(
            history, options with { Format = FormatOf(history) }, new Shown(line, history), cancellation);
    }

    /// <summary>By the name, as the oracle does; then by content: an EDN operation begins where no JSON does.</summary>
    private HistoryFormat FormatOf(string history)
    {
        if (options.Format != HistoryFormat.Auto || Path.GetExtension(history) is ".ndjson" or ".jsonl" or ".edn")
            return options.Format;
        try
        {
            using var file = new StreamReader(history);
            return file.ReadLine() is { } line && (line.Contains(":type", StringComparison.Ordinal)
                    || line.Contains(":process", StringComparison.Ordinal))
                ? HistoryFormat.Edn
                : HistoryFormat.Ndjson;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or ArgumentException)
        {
            return HistoryFormat.Ndjson; // the oracle says what is wrong with the file
        }
    }

    private sealed class Shown(StatusLine line, string history) : IProgress<JudgeProgress>
    {
        public void Report(JudgeProgress value)
        {
            var part = value.TotalBytes > 0 ? 100 * value.Bytes / value.TotalBytes : 100;
            line.Show($"{history}: {Texts.Count(value.Lines, "line")}, {part} %");
        }
    }
}
