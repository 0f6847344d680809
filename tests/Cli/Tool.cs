using System.Text;
using System.Text.RegularExpressions;
using Verified.Cli;

namespace Verified.Tests.Cli;

/// <summary>What the tool answered to a command line.</summary>
internal sealed record Answer(int Code, string Output, string Error);

/// <summary>Runs the tool in a folder of its own; times and the folder's path are taken out of what it answers.</summary>
internal sealed partial class Tool : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("verified-tests-");

    /// <summary>A module that counts hours, with properties that hold and do not.</summary>
    public const string Clock = """
        ---- MODULE Clock ----
        EXTENDS Integers, Sequences
        CONSTANT Last
        VARIABLES hour, log

        Init == hour = 1 /\ log = <<[struck |-> "no", at |-> 0]>>

        Tick(h) ==
          /\ hour < Last
          /\ hour' = h
          /\ log' = Append([log EXCEPT ![1].struck = "yes"], [struck |-> "no", at |-> h])

        Next == \E h \in {hour + 1} : Tick(h)

        Fine == hour <= Last
        Small ==
          /\ hour \in Int
          /\ \A i \in DOMAIN log :
               log[i].at < 3
        Faulty == log[hour + 1].at = 0
        ====

        """;

    /// <summary>The repository's root: the folder of Verified.sln.</summary>
    public static string Root { get; } = FindRoot();

    public string Folder => _folder.FullName;

    /// <summary>A configuration of <see cref="Clock"/>.</summary>
    public static string ClockModel(string invariant) =>
        $"CONSTANT Last = 4\nINIT Init\nNEXT Next\nINVARIANT {invariant}\n";

    /// <summary>Writes a file of the folder; its path.</summary>
    public string File(string name, string text) => File(name, Encoding.UTF8.GetBytes(text));

    public string File(string name, byte[] bytes)
    {
        System.IO.File.WriteAllBytes(Path(name), bytes);
        return Path(name);
    }

    public string Path(string name) => System.IO.Path.Combine(Folder, name);

    /// <summary>Runs a command line.</summary>
    public Task<Answer> RunAsync(params string[] arguments) => RunAsync(interrupted: false, arguments);

    /// <summary>Runs a command line; after Ctrl-C, if <paramref name="interrupted"/>.</summary>
    public async Task<Answer> RunAsync(bool interrupted, params string[] arguments)
    {
        using var output = new StringWriter { NewLine = "\n" };
        using var error = new StringWriter { NewLine = "\n" };
        using var terminal = new Terminal(TextWriter.Synchronized(output), TextWriter.Synchronized(error));
        if (interrupted) terminal.Interrupt();
        var code = await CommandLine.RunAsync(arguments, terminal);
        return new Answer(code, Clean(output.ToString()), Clean(error.ToString()));
    }

    public void Dispose() => _folder.Delete(recursive: true);

    private string Clean(string text) => Seconds().Replace(
        text.Replace(Folder + System.IO.Path.DirectorySeparatorChar, "", StringComparison.Ordinal), "0.0 s");

    private static string FindRoot()
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
            if (System.IO.File.Exists(System.IO.Path.Combine(folder.FullName, "Verified.sln")))
                return folder.FullName;
        throw new InvalidOperationException("no Verified.sln above the tests");
    }

    [GeneratedRegex(@"\d+\.\d s\b")]
    private static partial Regex Seconds();
}
