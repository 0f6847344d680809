using Verified.Checking.Models;
using Verified.Tla.Source;

namespace Verified.Cli;

/// <summary>A model to check, and what the manifest expects of it.</summary>
internal sealed record SelectedModel(string ModulePath, string ConfigPath, ManifestEntry? Expected)
{
    /// <summary>The module's name.</summary>
    public string Module => Path.GetFileNameWithoutExtension(ModulePath);

    /// <summary>The configuration's name, which is the model's.</summary>
    public string Name => Path.GetFileNameWithoutExtension(ConfigPath);
}

/// <summary>From files named on the command line to models.</summary>
internal sealed class ModelSelection
{
    private readonly CheckRequest _request;

    private ModelSelection(CheckRequest request) => _request = request;

    public List<SelectedModel> Models { get; } = [];

    /// <summary>What is wrong with files that lead to no model.</summary>
    public List<Diagnostic> Problems { get; } = [];

    /// <summary>The models of a request.</summary>
    /// <param name="request">What was asked for.</param>
    /// <param name="manifest">The manifest that is meant where no file is named.</param>
    public static ModelSelection Of(CheckRequest request, string? manifest)
    {
        var selection = new ModelSelection(request);
        if (manifest is not null) selection.AddManifest(manifest);
        foreach (var file in request.Files) selection.Add(file);
        return selection;
    }

    /// <summary>The module of a <c>.cfg</c>: of the same name, or of the longest name that its name begins with.</summary>
    public static string? ModuleOf(string configPath)
    {
        var folder = Path.GetDirectoryName(configPath) ?? "";
        var name = Path.GetFileNameWithoutExtension(configPath);
        for (var length = name.Length; length > 0; length--)
        {
            var candidate = Path.Combine(folder, name[..length] + ".tla");
            if (File.Exists(candidate)) return candidate;
        }

        return null;
    }

    private void Add(string file)
    {
        switch (Path.GetExtension(file))
        {
            case ".tla":
                Models.Add(new SelectedModel(file, _request.Config ?? Path.ChangeExtension(file, ".cfg"), null));
                break;
            case ".cfg":
                AddConfig(file);
                break;
            case ".json":
                AddManifest(file);
                break;
            default:
                Refuse(file, "VCL0101", "this is no model", "a .tla, a .cfg or a manifest .json");
                break;
        }
    }

    private void AddConfig(string file)
    {
        if (ModuleOf(file) is { } module) Models.Add(new SelectedModel(module, file, null));
        else
            Refuse(file, "VCL0102", "there is no module for this configuration beside it",
                $"{Path.GetFileNameWithoutExtension(file)}.tla, or MODULE.tla --config {Path.GetFileName(file)}");
    }

    private void AddManifest(string file)
    {
        var (manifest, problem) = Manifest.Read(file);
        if (manifest is null)
        {
            Problems.Add(problem!);
            return;
        }

        foreach (var entry in manifest.Entries)
            if (entry.Size == ModelSize.Small || _request.Large)
                Models.Add(new SelectedModel(manifest.ModulePath(entry), manifest.ConfigPath(entry), entry));
    }

    /// <summary>What is wrong with the file itself goes first: missing, a folder, not text.</summary>
    private void Refuse(string file, string code, string message, string expected) => Problems.Add(
        SourceFile.Read(file).Diagnostic ?? new Diagnostic(code, new Location(file, 0, 0), message, expected));
}
