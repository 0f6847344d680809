using System.CommandLine;

namespace Verified.Cli;

/// <summary><c>verified tlc</c>: runs TLC on the same models and compares.</summary>
internal static class TlcCommand
{
    public static Command Create(Terminal terminal)
    {
        var files = Options.Files("FILES", required: false,
            "MODULE.tla, MODEL.cfg or a manifest .json; by default the manifest of spec/tla.");
        var jar = new Option<string?>("--jar")
        {
            Description = $"TLC's tla2tools.jar; by default what {TlcTool.JarVariable} names.",
            HelpName = "FILE",
        };
        var workers = Options.AtLeast("--workers", 1, Environment.ProcessorCount, "Threads, of each of the two.");
        var large = new Option<bool>("--large") { Description = "Compare the manifest's large models too." };
        var (timeout, json) = (Options.Timeout(), Options.Json());
        var command = new Command("tlc", "Run TLC on the same models and compare verdicts and counts of states.")
        {
            files, jar, workers, large, timeout, json,
        };
        command.SetAction((parsed, _) => new TlcRun(
            terminal,
            new CheckRequest
            {
                Files = parsed.GetValue(files) ?? [],
                Workers = parsed.GetValue(workers),
                Large = parsed.GetValue(large),
                Timeout = parsed.GetValue(timeout),
                Json = parsed.GetValue(json),
            },
            parsed.GetValue(jar),
            Environment.GetEnvironmentVariable).RunAsync());
        return command;
    }
}
