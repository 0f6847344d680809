using System.Text.Json;
using System.Text.RegularExpressions;

namespace Verified.Tests.Architecture;

/// <summary>Specifications and what is said about them name things that exist.</summary>
public sealed partial class SpecificationRuleTests
{
    private static readonly string s_modules = string.Concat(Repository.Files("spec", ".tla").Select(f => f.Text));

    [Fact]
    public void Manifest_EveryMirroredModule_HoldsReachesAndBreaks()
    {
        using var manifest = JsonDocument.Parse(
            File.ReadAllText(Path.Combine(Repository.Root, "spec", "tla", "manifest.json")));
        var models = manifest.RootElement.EnumerateArray()
            .Select(model => (
                Module: model.GetProperty("module").GetString()!,
                Name: model.GetProperty("cfg").GetString()!,
                Result: model.GetProperty("result").GetString()!,
                IsMirrored: model.GetProperty("mirrors").ValueKind == JsonValueKind.String))
            .ToLookup(model => model.Module);
        var incomplete = models
            .Where(module => module.Any(model => model.IsMirrored))
            .Where(module =>
                !module.Any(model => model is { Result: "holds", IsMirrored: true })
                || !module.Any(model => model.Name.Contains("Reachable", StringComparison.Ordinal))
                || !module.Any(model => model.Name.Contains("Broken", StringComparison.Ordinal)))
            .Select(module => module.Key);
        Assert.Empty(incomplete);
    }

    [Fact]
    public void Modules_MentionPropertiesThatAreDefined() =>
        Assert.Empty(Undefined(Repository.Files("spec", ".tla", ".cfg").SelectMany(f => Properties(f.Text))));

    [Fact]
    public void Theorems_NameModelsTestsAndPropertiesThatExist()
    {
        var theorems = File.ReadAllText(Path.Combine(Repository.Root, "docs", "THEOREMS.md"));
        var commands = TableRow().Matches(theorems).Select(row => row.Groups["how"].Value).ToList();
        Assert.True(commands.Count > 20);
        var names = commands.SelectMany(how => Quoted().Matches(how))
            .Select(match => match.Groups["name"].Value).Distinct();
        var tests = string.Concat(Repository.Files("tests/Property", ".cs").Select(f => f.Text));
        var missing = names.Where(name =>
            !File.Exists(Path.Combine(Repository.Root, "spec", "tla", $"MC{name}.cfg"))
            && !tests.Contains($"public void {name}()", StringComparison.Ordinal));
        Assert.Empty(missing);
        Assert.Empty(Undefined(Properties(theorems)));
    }

    private static IEnumerable<string> Properties(string text) => Property().Matches(text).Select(m => m.Value);

    private static IEnumerable<string> Undefined(IEnumerable<string> properties) => properties.Distinct()
        .Where(name => !Regex.IsMatch(s_modules, $@"^\s*{name}\s*==", RegexOptions.Multiline))
        .Order(StringComparer.Ordinal);

    [GeneratedRegex(@"\b[A-Z][A-Za-z]+(Inv|Prop)\b")]
    private static partial Regex Property();

    /// <summary>The last cell of a row.</summary>
    [GeneratedRegex(@"^\|.*\|(?<how>[^|]+)\|$", RegexOptions.Multiline)]
    private static partial Regex TableRow();

    [GeneratedRegex("`(check |test )?(?<name>[^`]+)`")]
    private static partial Regex Quoted();
}
