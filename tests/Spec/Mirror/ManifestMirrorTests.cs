using Verified.Checking.Models;
using Verified.Mirror;
using Verified.Tests.Spec.Checking;

namespace Verified.Tests.Spec.Mirror;

/// <summary>Under every small model that mirrors a module, specification and mirror have the same graph.</summary>
public sealed class ManifestMirrorTests
{
    public static TheoryData<string> MirroredModels =>
        [.. Specifications.Small().Where(e => e.Mirrors is not null).Select(e => e.Config)];

    [Theory]
    [MemberData(nameof(MirroredModels))]
    public void Mirror_SmallModel_HasTheSameGraph(string config)
    {
        var entry = Specifications.Manifest.Entries.Single(e => e.Config == config);
        var load = ModelLoader.Load(Specifications.Manifest.ModulePath(entry), Specifications.Manifest.ConfigPath(entry));
        Assert.Empty(load.Diagnostics);
        var result = MirrorComparer.Compare(entry.Mirrors!, load.Model!);
        Assert.Null(result.Difference?.ToString());
        Assert.NotEqual((0, 0), (result.States, result.Transitions));
    }
}
