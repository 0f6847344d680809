using Verified.Checking;
using Verified.Checking.Models;
using Verified.Tla.Source;

namespace Verified.Tests.Spec.Checking;

/// <summary>A specification of a test: modules and configurations in a folder of their own, gone at the end.</summary>
internal sealed class Specification : IDisposable
{
    public const string InitNext = "INIT Init\nNEXT Next\nCHECK_DEADLOCK FALSE\n";

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("verified-spec-");

    /// <summary>The module <c>Spec</c>: line 1 is its header, so <paramref name="body"/> begins at 2:1.</summary>
    public Specification(string body, string name = "Spec")
    {
        ModulePath = Path.Combine(Folder, name + ".tla");
        Add(name, body);
    }

    public string Folder => _folder.FullName;

    public string ModulePath { get; }

    public string ConfigPath => Path.Combine(Folder, "Spec.cfg");

    public Specification Add(string module, string body)
    {
        File.WriteAllText(Path.Combine(Folder, module + ".tla"), $"---- MODULE {module} ----\n{body}\n====\n");
        return this;
    }

    public ModelLoad Load(string config = InitNext)
    {
        File.WriteAllText(ConfigPath, config);
        return ModelLoader.Load(ModulePath, ConfigPath);
    }

    public CheckResult Check(string config = InitNext, int workers = 1)
    {
        File.WriteAllText(ConfigPath, config);
        return BothEngines.Check(ModulePath, ConfigPath, workers);
    }

    /// <summary>The diagnostics as they are shown, without the folder; one a line.</summary>
    public string Diagnostics(string config = InitNext) => Show(Check(config).Diagnostics);

    public string Show(IEnumerable<Diagnostic> diagnostics) =>
        string.Join("\n", diagnostics.Select(d => d.ToString().Replace(Folder + Path.DirectorySeparatorChar, "", StringComparison.Ordinal)));

    public void Dispose() => _folder.Delete(recursive: true);
}
