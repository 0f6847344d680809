using System.Collections.Immutable;
using Verified.Tla.Source;

namespace Verified.Checking.Models;

/// <summary>Whether a model is checked on every run, or only where asked for.</summary>
public enum ModelSize
{
    Small,
    Large,
}

/// <summary>One model of the manifest, with the result that it must give.</summary>
/// <param name="Module">The module's file name, in the manifest's folder.</param>
/// <param name="Config">The <c>.cfg</c> file's name, in the manifest's folder.</param>
/// <param name="Mirrors">The module that this model is a model of and that has a mirror in C#, or null.</param>
/// <param name="Size">Small models are checked on every run.</param>
/// <param name="Simulates">Random behaviours instead of all states.</param>
/// <param name="Result">The expected verdict.</param>
/// <param name="Property">The property expected to be violated; null is not compared.</param>
/// <param name="Distinct">The expected number of distinct states; null is not compared.</param>
/// <param name="Generated">The expected number of generated states; null is not compared.</param>
public sealed record ManifestEntry(
    string Module,
    string Config,
    string? Mirrors,
    ModelSize Size,
    bool Simulates,
    Verdict Result,
    string? Property,
    long? Distinct,
    long? Generated)
{
    /// <summary>Whether a result is exactly the expected one.</summary>
    public bool IsMetBy(CheckResult result) =>
        result.Verdict == Result
        && (Property is null || Property == result.Property)
        && (Distinct is null || Distinct == result.Distinct)
        && (Generated is null || Generated == result.Generated);
}

/// <summary>The models of a folder with their expected results, as its <c>manifest.json</c> lists them.</summary>
/// <param name="Folder">The folder that the names of the entries are relative to.</param>
/// <param name="Entries">In the file's order.</param>
public sealed record Manifest(string Folder, ImmutableArray<ManifestEntry> Entries)
{
    /// <summary>Reads a manifest; what is wrong with it is a diagnostic.</summary>
    public static (Manifest? Manifest, Diagnostic? Problem) Read(string path)
    {
        var file = SourceFile.Read(path);
        if (!file.IsRead) return (null, file.Diagnostic);
        var (entries, problem) = ManifestParser.Parse(file.Text);
        return problem is null
            ? (new Manifest(Path.GetDirectoryName(Path.GetFullPath(path))!, entries), null)
            : (null, problem);
    }

    /// <summary>The module's file.</summary>
    public string ModulePath(ManifestEntry entry) => Path.Combine(Folder, entry.Module);

    /// <summary>The <c>.cfg</c> file.</summary>
    public string ConfigPath(ManifestEntry entry) => Path.Combine(Folder, entry.Config);
}
