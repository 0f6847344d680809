namespace Verified.Cli;

/// <summary>Where TLC and the virtual machine that runs it are.</summary>
/// <param name="Java">The program <c>java</c>.</param>
/// <param name="Jar"><c>tla2tools.jar</c>.</param>
internal sealed record TlcTool(string Java, string Jar)
{
    /// <summary>The variable of the environment that names the jar.</summary>
    public const string JarVariable = "TLA2TOOLS_JAR";

    private const string HomeVariable = "JAVA_HOME";

    /// <summary>The tool, or what is missing and how to name it.</summary>
    /// <param name="jar">The jar that the command line names, or null.</param>
    /// <param name="environment">Reads a variable of the environment.</param>
    public static (TlcTool? Tool, string? Missing) Find(string? jar, Func<string, string?> environment)
    {
        var named = jar ?? environment(JarVariable);
        if (string.IsNullOrEmpty(named))
            return (null, $"TLC is needed: name tla2tools.jar with --jar FILE or in {JarVariable}");
        if (!File.Exists(named))
            return (null, $"there is no file '{named}', named by {(jar is null ? JarVariable : "--jar")}");
        return FindJava(environment) is { } java
            ? (new TlcTool(java, Path.GetFullPath(named)), null)
            : (null, $"TLC needs Java: there is no java on PATH, nor in the bin of {HomeVariable}");
    }

    private static string? FindJava(Func<string, string?> environment)
    {
        var folders = (environment("PATH") ?? "").Split(Path.PathSeparator).Where(folder => folder.Length > 0);
        if (environment(HomeVariable) is { Length: > 0 } home) folders = folders.Prepend(Path.Combine(home, "bin"));
        var program = OperatingSystem.IsWindows() ? "java.exe" : "java";
        return folders.Select(folder => Path.Combine(folder, program)).FirstOrDefault(File.Exists);
    }
}
