using Verified.Checking.Models;

namespace Verified.Tests.Mutation;

/// <summary>The checkout that the tests were built from.</summary>
internal static class Repository
{
    public static string Root { get; } = Find(AppContext.BaseDirectory);

    /// <summary>The folder of the specifications.</summary>
    public static string Specifications { get; } = Path.Combine(Root, "spec", "tla");

    public static Manifest Manifest { get; } = Read();

    private static Manifest Read()
    {
        var (manifest, problem) = Manifest.Read(Path.Combine(Specifications, "manifest.json"));
        return manifest ?? throw new InvalidOperationException(problem!.ToString());
    }

    private static string Find(string from)
    {
        for (var folder = new DirectoryInfo(from); folder is not null; folder = folder.Parent)
            if (File.Exists(Path.Combine(folder.FullName, "Verified.sln")))
                return folder.FullName;
        throw new InvalidOperationException($"no Verified.sln above {from}");
    }
}
