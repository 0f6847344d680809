using System.Xml.Linq;

namespace Verified.Tests.Architecture;

/// <summary>The checkout that the tests were built from.</summary>
internal static class Repository
{
    public static string Root { get; } = Find(AppContext.BaseDirectory);

    /// <summary>Every project of a folder, by name, with the names of those it references.</summary>
    public static IReadOnlyDictionary<string, string[]> Projects(string folder)
    {
        var projects = new Dictionary<string, string[]>(StringComparer.Ordinal);
        foreach (var file in Directory.EnumerateFiles(
                     Path.Combine(Root, folder), "*.csproj", SearchOption.AllDirectories))
            projects[Path.GetFileNameWithoutExtension(file)] =
            [
                .. XDocument.Load(file).Descendants("ProjectReference")
                    .Select(r => Path.GetFileNameWithoutExtension(r.Attribute("Include")!.Value)),
            ];
        return projects;
    }

    /// <summary>Files of the product, their paths relative to the root with '/'.</summary>
    public static IEnumerable<(string Path, string Text)> Files(string folder, params string[] endings) =>
        Directory.EnumerateFiles(Path.Combine(Root, folder), "*", SearchOption.AllDirectories)
            .Where(f => endings.Any(e => f.EndsWith(e, StringComparison.Ordinal)))
            .Select(f => (Path.GetRelativePath(Root, f).Replace('\\', '/'), File.ReadAllText(f)))
            .OrderBy(f => f.Item1, StringComparer.Ordinal);

    private static string Find(string from)
    {
        for (var folder = new DirectoryInfo(from); folder is not null; folder = folder.Parent)
            if (File.Exists(Path.Combine(folder.FullName, "Verified.sln")))
                return folder.FullName;
        throw new InvalidOperationException($"no Verified.sln above {from}");
    }
}
