using System.CommandLine;
using System.Globalization;

namespace Verified.Corpus;

/// <summary>
/// Checks every exhaustive model of a corpus in the form of the TLA+ Examples repository
/// (<c>specifications/*/manifest.json</c>) and compares verdicts and counts with those that its manifests record.
/// </summary>
internal static class CorpusCommand
{
    /// <summary>The command; it exits with 1 if any model got a wrong answer.</summary>
    public static RootCommand Create()
    {
        var path = new Argument<DirectoryInfo>("PATH") { Description = "The corpus: the folder that holds specifications/." };
        var timeout = Seconds("--timeout", 60, "Seconds a model may take here.");
        var runtime = Seconds("--runtime", 60, "Seconds a model may take by its manifest; longer ones are left out.");
        var only = new Option<string?>("--only") { Description = "Only models whose path contains this text.", HelpName = "TEXT" };
        var workers = Seconds("--workers", Environment.ProcessorCount, "Threads for each model.");
        var memory = new Option<string>("--memory")
        {
            Description = "Memory a model may take: 512m, 4g.", HelpName = "SIZE", DefaultValueFactory = _ => "4g",
        };
        var within = new Option<bool>("--within-constraints")
        {
            Description = "Ask temporal properties within constraints, as TLC does, where they are refused otherwise.",
        };
        var json = new Option<FileInfo?>("--json") { Description = "Write the table as JSON, too.", HelpName = "FILE" };
        var root = new RootCommand("Compares the checker with the results that a corpus of TLA+ models records.")
        {
            path, timeout, runtime, only, workers, memory, within, json,
        };
        root.SetAction(parsed =>
        {
            var folder = parsed.GetValue(path)!;
            if (!Directory.Exists(Path.Combine(folder.FullName, "specifications")))
            {
                Console.Error.WriteLine($"corpus: {folder.FullName} holds no folder 'specifications'");
                return 3;
            }

            var process = new ToolProcess(
                folder.FullName, TimeSpan.FromSeconds(parsed.GetValue(timeout)), parsed.GetValue(workers), parsed.GetValue(memory)!,
                parsed.GetValue(within));
            var models = CorpusManifest.Models(folder.FullName, TimeSpan.FromSeconds(parsed.GetValue(runtime)));
            if (parsed.GetValue(only) is { } text)
                models = [.. models.Where(m => m.Name.Contains(text, StringComparison.OrdinalIgnoreCase))];
            var report = new CorpusReport(Console.Out, models);
            foreach (var model in models) report.Add(process.Check(model));
            report.WriteSummary();
            if (parsed.GetValue(json) is { } file) File.WriteAllText(file.FullName, report.ToJson());
            return report.HasWrongAnswer ? 1 : 0;
        });
        return root;
    }

    private static Option<int> Seconds(string name, int otherwise, string description) => new(name)
    {
        Description = string.Create(CultureInfo.InvariantCulture, $"{description} Default: {otherwise}."),
        HelpName = "N",
        DefaultValueFactory = _ => otherwise,
    };
}
