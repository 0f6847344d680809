using System.CommandLine;
using Verified.Checking;

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
        var engine = new Option<Engine>("--engine")
        {
            Description = "What evaluates the specification: packed states, or values (slower, the same results).",
        };
        var fullStates = new Option<bool>("--full-states") { Description = "Print every state of a trace whole." };
        var simulate = Options.Count("--simulate", "Follow this many random behaviours instead of exploring all states.");
        var depth = Options.Count("--depth", "States on the longest behaviour that is looked at.");
        var seed = Options.Seed();
        var continues = new Option<bool>("--continue") { Description = "Go on after a violation, to one for each property." };
        var coverage = new Option<bool>("--coverage")
        {
            Description = "Tell how often each action was taken and each of its conjuncts true.",
        };
        var within = new Option<bool>("--within-constraints")
        {
            Description = "Ask temporal properties of the behaviours within the model's constraints only.",
        };
        var trace = File("--trace", "Write the counterexample: JSON, or the Informal Trace Format if it ends in .itf.json.");
        var replay = File("--replay", "Take the steps of a trace that --trace wrote, instead of searching.");
        var dump = File("--dump", "Write the state graph: GraphViz if it ends in .dot, else JSON.");
        var (timeout, memory, json) = (Options.Timeout(), Options.Memory(), Options.Json());
        var command = new Command("check", "Model-check TLA+ modules.")
        {
            files, config, library, workers, noDeadlock, large, simulate, depth, seed, continues, coverage, within, trace, replay,
            dump, engine, timeout, memory, fullStates, json,
        };
        command.Validators.Add(result =>
        {
            if (result.GetValue(config) is not null && result.GetValue(files) is not [var only]
                || result.GetValue(config) is not null && !result.GetValue(files)![0].EndsWith(".tla", StringComparison.Ordinal))
                result.AddError("--config goes with exactly one MODULE.tla.");
            foreach (var option in new[] { trace, replay, dump })
                if (result.GetValue(option) is not null && (result.GetValue(files) is not [var one]
                    || one.EndsWith(".json", StringComparison.Ordinal)))
                    result.AddError($"{option.Name} goes with exactly one model.");
        });
        command.SetAction(parsed => new CheckRun(terminal, new CheckRequest
        {
            Files = parsed.GetValue(files) ?? [],
            Config = parsed.GetValue(config),
            Libraries = parsed.GetValue(library) ?? [],
            Workers = parsed.GetValue(workers),
            AllowDeadlock = parsed.GetValue(noDeadlock),
            Large = parsed.GetValue(large),
            Engine = parsed.GetValue(engine),
            Timeout = parsed.GetValue(timeout),
            Memory = parsed.GetValue(memory),
            FullStates = parsed.GetValue(fullStates),
            Json = parsed.GetValue(json),
            Simulate = parsed.GetValue(simulate),
            Depth = parsed.GetValue(depth),
            Seed = parsed.GetValue(seed) ?? (parsed.GetValue(simulate) is null ? 0 : Options.NewSeed()),
            Continues = parsed.GetValue(continues),
            Counts = parsed.GetValue(coverage),
            IsWithinConstraints = parsed.GetValue(within),
            Trace = parsed.GetValue(trace),
            Replay = parsed.GetValue(replay),
            Dump = parsed.GetValue(dump),
        }).Run());
        return command;
    }

    private static Option<string?> File(string name, string description) => new(name)
    {
        Description = description,
        HelpName = "FILE",
    };
}
