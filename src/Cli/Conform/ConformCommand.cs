using System.CommandLine;
using Verified.Oracle;

namespace Verified.Cli;

/// <summary><c>verified conform</c>: the oracle judges recorded histories.</summary>
internal static class ConformCommand
{
    public static Command Create(Terminal terminal)
    {
        var files = Options.Files("HISTORY", required: true, "Histories, as NDJSON (eda/1) or Jepsen's EDN.");
        var format = Options.OneOf("--format",
            "How the histories are written down; by default their names and contents tell.", "ndjson", "edn");
        var (timeout, memory, json) = (Options.Timeout(), Options.Memory(), Options.Json());
        var command = new Command("conform", "Judge recorded histories.") { files, format, timeout, memory, json };
        command.SetAction((parsed, cancellation) =>
        {
            var options = new JudgeOptions
            {
                Format = parsed.GetValue(format) switch
                {
                    "ndjson" => HistoryFormat.Ndjson,
                    "edn" => HistoryFormat.Edn,
                    _ => HistoryFormat.Auto,
                },
                Timeout = parsed.GetValue(timeout) ?? Timeout.InfiniteTimeSpan,
                MemoryBytes = parsed.GetValue(memory) ?? long.MaxValue,
            };
            var run = new ConformRun(terminal, options, parsed.GetValue(json));
            return Task.FromResult(run.Run(parsed.GetValue(files)!, cancellation));
        });
        return command;
    }
}
