using System.CommandLine;

namespace Verified.Cli;

/// <summary><c>verified run</c>: runs the shop workload and records its history.</summary>
internal static class RunCommand
{
    public static Command Create(Terminal terminal)
    {
        var store = Options.OneOf("--store", "The event store; SQLite by default.", "memory", "sqlite");
        var appends = Options.AtLeast("--appends", 1, 2_000, "Appends to baskets in all, about.");
        var orders = Options.AtLeast("--orders", 0, 40, "Orders in all, about; half of them have a coordinator.");
        var writers = Options.AtLeast("--writers", 1, 4, "Clients that append at the same time.");
        var subscribers = Options.AtLeast("--subscribers", 0, 2, "Subscriptions that follow the log.");
        var faults = Options.AtLeast("--faults", 0, 3, "How often the process is killed (SQLite).");
        faults.Aliases.Add("--kills");
        var seed = Options.Seed();
        var history = new Option<string?>("--history")
        {
            Description = "Where to record the history; overwritten. By default a temporary file.",
            HelpName = "FILE",
        };
        var database = new Option<string?>("--database")
        {
            Description = "The SQLite file, which must not exist yet. By default a temporary one.",
            HelpName = "FILE",
        };
        var command = new Command("run", "Run the shop workload and record its history.")
        {
            store, appends, orders, writers, subscribers, faults, seed, history, database,
        };
        command.Validators.Add(result =>
        {
            if (result.GetValue(database) is not { } file) return;
            if (result.GetValue(store) == "memory") result.AddError("--database goes with --store sqlite.");
            else if (Path.Exists(file))
                result.AddError($"'{file}' exists: the oracle could not tell what is in it from what the workload did.");
        });
        command.SetAction(async (parsed, cancellation) =>
        {
            var isMemory = parsed.GetValue(store) == "memory";
            using var files = new WorkloadFiles(parsed.GetValue(history), isMemory ? null : parsed.GetValue(database));
            var code = await RunAsync(terminal, new WorkloadPlan
            {
                History = files.History,
                Database = isMemory ? null : files.Database,
                Checkpoints = files.Checkpoints,
                Seed = parsed.GetValue(seed) ?? Options.NewSeed(),
                Writers = parsed.GetValue(writers),
                Subscribers = parsed.GetValue(subscribers),
                Appends = parsed.GetValue(appends),
                Orders = parsed.GetValue(orders),
                Kills = isMemory ? 0 : parsed.GetValue(faults),
            }, cancellation);
            files.KeepsHistory = code == ExitCode.Success;
            return code;
        });
        return command;
    }

    private static async Task<int> RunAsync(Terminal terminal, WorkloadPlan plan, CancellationToken cancellation)
    {
        try
        {
            using (var line = new StatusLine(terminal))
                await new WorkloadRun(plan, WorkloadText.Progress(line, plan)).RunAsync(cancellation);
            WorkloadText.Write(terminal.Output, plan, HistoryScan.Of(plan.History));
            return ExitCode.Success;
        }
        catch (WorkloadViolation violation)
        {
            terminal.Error.WriteLine($"verified: {violation.Message} (seed {plan.Seed})");
            return ExitCode.Violated;
        }
        catch (Exception failure) when (WorkloadRun.IsExpected(failure))
        {
            terminal.Error.WriteLine($"verified: the workload could not be run: {failure.Message}");
            return ExitCode.Undetermined;
        }
    }
}
