using System.CommandLine;

namespace Verified.Cli;

/// <summary><c>verified mirror</c>: compares the state graphs of specifications and of their mirrors in C#.</summary>
internal static class MirrorCommand
{
    public static Command Create(Terminal terminal)
    {
        var modules = Options.Files("MODULE", required: false, "Mirrored modules, such as EventStore; by default all.");
        var large = new Option<bool>("--large") { Description = "Compare under the manifest's large models too." };
        var timeout = Options.Timeout();
        var command = new Command("mirror", "Compare the state graphs of specifications and their C# mirrors.")
        {
            modules, large, timeout,
        };
        command.SetAction(parsed => new MirrorRun(terminal, parsed.GetValue(modules) ?? [], parsed.GetValue(large))
            .Run(parsed.GetValue(timeout)));
        return command;
    }
}
