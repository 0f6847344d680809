using System.Diagnostics;
using System.Globalization;
using System.Text.Json;

namespace Verified.Corpus;

/// <summary>Runs <c>verified check</c> as a process of its own, with limits that do not rely on its good will.</summary>
internal sealed class ToolProcess(
    string corpus, TimeSpan timeout, int workers, string memory, bool isWithinConstraints)
{
    // Start-up, and the time between being asked to stop and stopping.
    private static readonly TimeSpan s_grace = TimeSpan.FromSeconds(10);

    /// <summary>Checks a model.</summary>
    public Answer Check(CorpusModel model)
    {
        var started = Stopwatch.GetTimestamp();
        using var tool = Process.Start(StartInfo(model))!;
        var output = tool.StandardOutput.ReadToEndAsync();
        var error = tool.StandardError.ReadToEndAsync();
        if (!tool.WaitForExit(timeout + s_grace)) tool.Kill(entireProcessTree: true);
        tool.WaitForExit();
        var seconds = Stopwatch.GetElapsedTime(started).TotalSeconds;
        return Read(model, output.GetAwaiter().GetResult(), error.GetAwaiter().GetResult(), seconds);
    }

    private ProcessStartInfo StartInfo(CorpusModel model)
    {
        var start = new ProcessStartInfo(Environment.ProcessPath is { } host && IsDotnet(host) ? host : "dotnet")
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            // Models that read files name them relative to the corpus.
            WorkingDirectory = corpus,
        };
        foreach (var argument in new[]
                 {
                     Path.Combine(AppContext.BaseDirectory, "verified.dll"), "check", model.Module, "--config", model.Config,
                     "--json", "--memory", memory, "--workers",
                     (model.Workers ?? workers).ToString(CultureInfo.InvariantCulture),
                     "--timeout", timeout.TotalSeconds.ToString(CultureInfo.InvariantCulture),
                 })
            start.ArgumentList.Add(argument);
        if (isWithinConstraints) start.ArgumentList.Add("--within-constraints");
        return start;
    }

    private static bool IsDotnet(string path) => Path.GetFileNameWithoutExtension(path) == "dotnet";

    private static Answer Read(CorpusModel model, string output, string error, double seconds)
    {
        try
        {
            using var document = JsonDocument.Parse(output);
            var result = document.RootElement[0];
            var why = result.TryGetProperty("diagnostics", out var diagnostics) ? diagnostics[0] : default;
            return new Answer(
                model, result.GetProperty("result").GetString()!,
                why.ValueKind == JsonValueKind.Object ? Describe(why) : null,
                result.GetProperty("distinct").GetInt64(), result.GetProperty("generated").GetInt64(), seconds);
        }
        catch (JsonException)
        {
            // Killed, or a defect: whatever it said last tells more than nothing.
            var last = error.Split('\n', StringSplitOptions.RemoveEmptyEntries).LastOrDefault();
            return new Answer(model, last is null ? "undetermined" : "crashed", last, 0, 0, seconds);
        }
    }

    private static string Describe(JsonElement diagnostic) => string.Create(CultureInfo.InvariantCulture,
        $"{diagnostic.GetProperty("code").GetString()} {Path.GetFileName(diagnostic.GetProperty("file").GetString())}:{diagnostic.GetProperty("line").GetInt32()}: {diagnostic.GetProperty("message").GetString()}");
}
