using System.CommandLine;

namespace Verified.Cli;

/// <summary>The command that <see cref="WorkloadProcess"/> starts: one part of a workload. Not for people.</summary>
internal static class WorkloadPartCommand
{
    public const string Name = "workload-part";

    public static Command Create(Terminal terminal)
    {
        var plan = new Argument<string[]>("PLAN") { Arity = new ArgumentArity(10, 10) };
        var command = new Command(Name) { plan };
        command.Hidden = true;
        command.SetAction((parsed, cancellation) =>
            RunAsync(WorkloadPlan.Parse(parsed.GetValue(plan)!), terminal, cancellation));
        return command;
    }

    private static async Task<int> RunAsync(WorkloadPlan plan, Terminal terminal, CancellationToken cancellation)
    {
        // A parent that is gone closes its end of the pipe.
        _ = Task.Run(() => WatchParent(terminal), CancellationToken.None);
        var gate = new Lock();
        await using var output = Console.OpenStandardOutput();
        try
        {
            await WorkloadSegment.RunAsync(plan, Report, cancellation);
            return ExitCode.Success;
        }
        catch (WorkloadViolation violation)
        {
            terminal.Error.WriteLine(violation.Message);
            return ExitCode.Violated;
        }

        void Report()
        {
            lock (gate) output.WriteByte((byte)'.');
        }
    }

    private static void WatchParent(Terminal terminal)
    {
        using var input = Console.OpenStandardInput();
        while (input.ReadByte() >= 0)
        {
        }

        terminal.Interrupt();
    }
}
