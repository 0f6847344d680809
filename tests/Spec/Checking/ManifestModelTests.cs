using Verified.Checking;
using Verified.Checking.Models;
using Verified.Mirror;

namespace Verified.Tests.Spec.Checking;

/// <summary>Every small model of the specifications gives exactly what the manifest says; mirrored ones equal their mirror.</summary>
public sealed class ManifestModelTests
{
    private static readonly Manifest s_manifest = Read();

    public static TheoryData<string> SmallModels => [.. Small().Select(e => e.Config)];

    public static TheoryData<string> MirroredModels => [.. Small().Where(e => e.Mirrors is not null).Select(e => e.Config)];

    [Theory]
    [MemberData(nameof(SmallModels))]
    public void Check_SmallModel_GivesWhatTheManifestSays(string config)
    {
        var entry = s_manifest.Entries.Single(e => e.Config == config);
        var result = Checker.Check(s_manifest.ModulePath(entry), s_manifest.ConfigPath(entry), new CheckOptions { Workers = 2 });
        Assert.Empty(result.Diagnostics);
        Assert.Equal((entry.Result, entry.Property ?? result.Property), (result.Verdict, result.Property));
        Assert.Equal(
            (entry.Distinct ?? result.Distinct, entry.Generated ?? result.Generated), (result.Distinct, result.Generated));
    }

    [Theory]
    [MemberData(nameof(MirroredModels))]
    public void Mirror_SmallModel_HasTheSameGraph(string config)
    {
        var entry = s_manifest.Entries.Single(e => e.Config == config);
        var load = ModelLoader.Load(s_manifest.ModulePath(entry), s_manifest.ConfigPath(entry));
        Assert.Empty(load.Diagnostics);
        var result = MirrorComparer.Compare(entry.Mirrors!, load.Model!);
        Assert.Null(result.Difference?.ToString());
        Assert.NotEqual((0, 0), (result.States, result.Transitions));
    }

    private static IEnumerable<ManifestEntry> Small() =>
        s_manifest.Entries.Where(e => e.Size == ModelSize.Small && !e.Simulates);

    private static Manifest Read()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (!File.Exists(Path.Combine(folder!.FullName, "Verified.sln"))) folder = folder.Parent;
        var (manifest, problem) = Manifest.Read(Path.Combine(folder.FullName, "spec", "tla", "manifest.json"));
        return manifest ?? throw new InvalidOperationException(problem!.ToString());
    }
}
