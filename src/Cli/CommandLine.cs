using System.CommandLine;

namespace Verified.Cli;

/// <summary>The tool <c>verified</c>: parses the command line, runs the command, turns what escapes into exit codes.</summary>
internal static class CommandLine
{
    /// <summary>Runs a command line; the exit code. Never throws.</summary>
    public static async Task<int> RunAsync(string[] args, Terminal terminal)
    {
        try
        {
            var parsed = Root(terminal).Parse(args, new ParserConfiguration { ResponseFileTokenReplacer = null });
            if (parsed.Errors.Count > 0) return RefuseUsage(parsed, terminal);
            return await parsed.InvokeAsync(
                new InvocationConfiguration
                {
                    Output = terminal.Output,
                    Error = terminal.Error,
                    EnableDefaultExceptionHandler = false,
                    ProcessTerminationTimeout = null, // the terminal watches Ctrl-C
                },
                terminal.Cancellation);
        }
        catch (OperationCanceledException) when (terminal.Cancellation.IsCancellationRequested)
        {
            terminal.Error.WriteLine("verified: interrupted");
            return ExitCode.Interrupted;
        }
        catch (Exception defect)
        {
            return Admit(defect, terminal);
        }
    }

    private static RootCommand Root(Terminal terminal)
    {
        var seed = Options.Seed();
        var root = new RootCommand(
            "An event-driven architecture that can be checked. Without a command: check the specifications, compare the "
            + "mirrors, run baskets, orders and sagas with kills on a SQLite file, judge their history.")
        {
            CheckCommand.Create(terminal),
            MirrorCommand.Create(terminal),
            TlcCommand.Create(terminal),
            RunCommand.Create(terminal),
            ConformCommand.Create(terminal),
            ExploreCommand.Create(terminal),
            WorkloadPartCommand.Create(terminal),
            seed,
        };
        root.SetAction((parsed, cancellation) =>
            new MainJob(terminal, parsed.GetValue(seed) ?? Options.NewSeed()).RunAsync(cancellation));
        return root;
    }

    private static int RefuseUsage(ParseResult parsed, Terminal terminal)
    {
        foreach (var error in parsed.Errors)
            terminal.Error.WriteLine($"verified: {error.Message.ReplaceLineEndings(" ")}");
        var command = parsed.CommandResult.Command is RootCommand ? "" : $" {parsed.CommandResult.Command.Name}";
        terminal.Error.WriteLine($"Run 'verified{command} --help' for what there is.");
        return ExitCode.Usage;
    }

    private static int Admit(Exception defect, Terminal terminal)
    {
        terminal.Error.WriteLine(
            $"verified: internal error: {defect.GetType().Name}: {defect.Message.ReplaceLineEndings(" ")} "
            + "This is a defect of the tool; please report it (VERIFIED_DEBUG=1 shows the stack).");
        if (Environment.GetEnvironmentVariable("VERIFIED_DEBUG") == "1")
            terminal.Error.WriteLine(defect);
        return ExitCode.Internal;
    }
}
