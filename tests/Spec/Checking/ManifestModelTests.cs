namespace Verified.Tests.Spec.Checking;

/// <summary>Every small model of the specifications gives exactly what the manifest says.</summary>
public sealed class ManifestModelTests
{
    public static TheoryData<string> SmallModels => [.. Specifications.Small().Select(e => e.Config)];

    [Theory]
    [MemberData(nameof(SmallModels))]
    public void Check_SmallModel_GivesWhatTheManifestSays(string config)
    {
        var entry = Specifications.Manifest.Entries.Single(e => e.Config == config);
        var result = BothEngines.Check(
            Specifications.Manifest.ModulePath(entry), Specifications.Manifest.ConfigPath(entry), workers: 2);
        Assert.Empty(result.Diagnostics);
        Assert.Equal((entry.Result, entry.Property ?? result.Property), (result.Verdict, result.Property));
        Assert.Equal(
            (entry.Distinct ?? result.Distinct, entry.Generated ?? result.Generated), (result.Distinct, result.Generated));
    }
}
