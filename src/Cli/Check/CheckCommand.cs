using System.CommandLine;

namespace Verified.Cli;

/// <summary><c>verified check</c>: model-checks TLA+ modules.</summary>
internal static class CheckCommand
{
    public static Command Create(Terminal terminal)
    {
        var files = Options.Files("FILES", required: false,
            "MODULE.tla, MODEL.cfg or a manifest .json; by default the manifest of spec/tla.");
        var config = new Option<string?>("--config")
        {
            Description = "The configuration of MODULE.tla; MODULE.cfg by default.",
            HelpName = "FILE.cfg",
        };
        var library = new Option<string[]>("--lib")
        {
            Description = "A folder to look for modules in, after the module's own; may be repeated.",
            HelpName = "DIR",
        };
        var workers = Options.AtLeast("--workers", 1, Environment.ProcessorCount, "Threads.");
        var noDeadlock = new Option<bool>("--no-deadlock") { Description = "A state without successor is no error." };
        var large = new Option<bool>("--large") { Description = "Check the manifest's large models too." };
        var fullStates = new Option<bool>("--full-states") { Description = "Print every state of a trace whole." };
        var (timeout, memory, json) = (Options.Timeout(), Options.Memory(), Options.Json());
        var command = new Command("check", "Model-check TLA+ modules.")
        {
            files, config, library, workers, noDeadlock, large, timeout, memory, fullStates, json,
        };
        command.Validators.Add(result =>
        {
            if (result.GetValue(config) is not null && result.GetValue(files) is not [var only]
                || result.GetValue(config) is not null && !result.GetValue(files)![0].EndsWith(".tla", StringComparison.Ordinal))
                result.AddError("--config goes with exactly one MODULE.tla.");
        });
        command.SetAction(parsed => new CheckRun(terminal, new CheckRequest
        {
            Files = parsed.GetValue(files) ?? [],
            Config = parsed.GetValue(config),
            Libraries = parsed.GetValue(library) ?? [],
            Workers = parsed.GetValue(workers),
            AllowDeadlock = parsed.GetValue(noDeadlock),
            Large = parsed.GetValue(large),
            Timeout = parsed.GetValue(timeout),
            Memory = parsed.GetValue(memory),
            FullStates = parsed.GetValue(fullStates),
            Json = parsed.GetValue(json),
        }).Run());
        return command;
    }
}
