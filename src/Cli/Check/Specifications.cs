using System.Reflection;

namespace Verified.Cli;

/// <summary>The folder of the project's own specifications: the repository's, or a copy of those in this tool.</summary>
internal sealed class Specifications : IDisposable
{
    private const string Prefix = "spec/tla/";

    private readonly DirectoryInfo? _copy;

    private Specifications(string folder, DirectoryInfo? copy)
    {
        Folder = folder;
        _copy = copy;
    }

    public string Folder { get; }

    public string Manifest => Path.Combine(Folder, "manifest.json");

    /// <summary><c>spec/tla</c> in the current folder or the nearest one above it; else a temporary copy.</summary>
    public static Specifications Find()
    {
        for (var folder = new DirectoryInfo(Directory.GetCurrentDirectory()); folder is not null; folder = folder.Parent)
        {
            var candidate = Path.Combine(folder.FullName, "spec", "tla");
            if (File.Exists(Path.Combine(candidate, "manifest.json")))
                return new Specifications(candidate, null);
        }

        return Extract();
    }

    /// <summary>A temporary copy of the specifications embedded in this tool.</summary>
    public static Specifications Extract()
    {
        var copy = Directory.CreateTempSubdirectory("verified-");
        var assembly = Assembly.GetExecutingAssembly();
        foreach (var name in assembly.GetManifestResourceNames())
        {
            if (!name.StartsWith(Prefix, StringComparison.Ordinal)) continue;
            using var content = assembly.GetManifestResourceStream(name)!;
            using var file = File.Create(Path.Combine(copy.FullName, name[Prefix.Length..]));
            content.CopyTo(file);
        }

        return new Specifications(copy.FullName, copy);
    }

    public void Dispose() => _copy?.Delete(recursive: true);
}
