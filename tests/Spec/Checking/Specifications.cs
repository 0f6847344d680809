using Verified.Checking.Models;

namespace Verified.Tests.Spec.Checking;

/// <summary>The specifications of this repository, as their manifest lists them.</summary>
internal static class Specifications
{
    public static Manifest Manifest { get; } = Read();

    public static IEnumerable<ManifestEntry> Small() =>
        Manifest.Entries.Where(e => e.Size == ModelSize.Small && !e.Simulates);

    private static Manifest Read()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (!File.Exists(Path.Combine(folder!.FullName, "Verified.sln"))) folder = folder.Parent;
        var (manifest, problem) = Manifest.Read(Path.Combine(folder.FullName, "spec", "tla", "manifest.json"));
        return manifest ?? throw new InvalidOperationException(problem!.ToString());
    }
}
