using System.Reflection;
using System.Text.Json.Serialization;
using System.Text.RegularExpressions;

namespace Verified.Tests.Architecture;

/// <summary>Rules of the house that a machine can hold.</summary>
public sealed partial class DesignRuleTests
{
    private const int MostLines = 400;

    private static readonly Assembly[] s_product =
    [
        typeof(Tla.Values.Value).Assembly, typeof(Checking.Checker).Assembly,
        typeof(Reference.IEventStore).Assembly, typeof(Concurrency.Signal).Assembly,
        typeof(Mirror.MirrorComparer).Assembly, typeof(Oracle.Report).Assembly,
        typeof(Adapters.Sqlite.SqliteEventStore).Assembly,
        typeof(Verified.Systematic.SystematicTest).Assembly, typeof(Scenarios.Scenario).Assembly,
    ];

    [Fact]
    public void AbstractRecords_AreClosed()
    {
        var open = s_product.SelectMany(a => a.GetTypes())
            .Where(t => t.IsAbstract && IsRecord(t) && t.IsVisible && !IsClosed(t))
            .Select(t => t.FullName);
        Assert.Empty(open);
    }

    [Fact]
    public void CasesOfClosedRecords_AreSealedAndNested()
    {
        var wrong = s_product.SelectMany(a => a.GetTypes())
            .Where(t => t.BaseType is { IsAbstract: true } root && IsRecord(root) && HasPrivateConstructor(root))
            .Where(t => !t.IsSealed || t.DeclaringType != t.BaseType)
            .Select(t => t.FullName);
        Assert.Empty(wrong);
    }

    [Fact]
    public void SourceFiles_StayReadable()
    {
        var longFiles = Repository.Files("src", ".cs")
            .Where(f => !f.Path.Contains("/obj/", StringComparison.Ordinal))
            .Select(f => (f.Path, Lines: f.Text.Count(c => c == '\n')))
            .Where(f => f.Lines > MostLines);
        Assert.Empty(longFiles);
    }

    [Fact]
    public void DiagnosticCodes_AreAllInTheirTable()
    {
        var used = Repository.Files("src", ".cs")
            .SelectMany(f => Code().Matches(f.Text)).Select(m => m.Groups[1].Value).Distinct();
        var document = File.ReadAllText(Path.Combine(Repository.Root, "docs", "DIAGNOSTICS.md"));
        Assert.Empty(used.Where(code => !document.Contains($"| {code} |", StringComparison.Ordinal)).Order());
    }

    [Fact]
    public void Manifest_ListsEveryModel()
    {
        var folder = Path.Combine(Repository.Root, "spec", "tla");
        var manifest = File.ReadAllText(Path.Combine(folder, "manifest.json"));
        var missing = Directory.EnumerateFiles(folder, "*.cfg").Select(Path.GetFileName)
            .Where(cfg => !manifest.Contains($"\"{cfg}\"", StringComparison.Ordinal));
        Assert.Empty(missing);
    }

    [Fact]
    public void TheProduct_StandsAlone()
    {
        var strays = new[] { "src", "docs", "spec", "benchmarks" }
            .SelectMany(folder => Repository.Files(folder, ".cs", ".md", ".tla", ".cfg", ".csproj", ".json"))
            .Where(f => Stray().IsMatch(f.Text))
            .Select(f => f.Path);
        Assert.Empty(strays);
    }

    [Fact]
    public void PrivateFields_AreWrittenOneWay()
    {
        const BindingFlags own = BindingFlags.Static | BindingFlags.Instance | BindingFlags.NonPublic | BindingFlags.DeclaredOnly;
        var wrong = s_product
            .SelectMany(a => a.GetTypes())
            .Where(t => !t.Name.Contains('<', StringComparison.Ordinal) && !t.IsSubclassOf(typeof(JsonSerializerContext)))
            .SelectMany(t => t.GetFields(own))
            .Where(f => f is { IsPrivate: true, IsLiteral: false } && !f.Name.Contains('<', StringComparison.Ordinal))
            .Where(f => !f.Name.StartsWith(f.IsStatic ? "s_" : "_", StringComparison.Ordinal))
            .Select(f => $"{f.DeclaringType}.{f.Name}");
        Assert.Empty(wrong);
    }

    private static bool IsRecord(Type type) =>
        type.GetMethod("PrintMembers", BindingFlags.Instance | BindingFlags.NonPublic) is not null;

    // A private protected constructor closes a hierarchy of hierarchies: its cases are in its own assembly.
    private static bool IsClosed(Type root) => HasPrivateConstructor(root)
        || root.GetConstructors(BindingFlags.Instance | BindingFlags.NonPublic)
            .Any(c => c.IsFamilyAndAssembly && c.GetParameters().Length == 0)
        || root.GetMembers(BindingFlags.Instance | BindingFlags.NonPublic)
            .OfType<MethodInfo>().Any(m => m is { IsAbstract: true, IsFamilyAndAssembly: true })
        || root.Assembly.GetTypes().Where(t => t.BaseType == root).All(t => t.DeclaringType == root && t.IsSealed);

    private static bool HasPrivateConstructor(Type root) => root
        .GetConstructors(BindingFlags.Instance | BindingFlags.NonPublic)
        .Any(c => c.IsPrivate && c.GetParameters().Length == 0);

    [GeneratedRegex("\"(V[A-Z]{2}\\d{4})\"")]
    private static partial Regex Code();

    // Paths of a workplace, and words of the trade of making this, have no place in what is made.
    [GeneratedRegex(@"/(work|scratch|tmp)/\w|\.\./shared", RegexOptions.CultureInvariant)]
    private static partial Regex Stray();
}
