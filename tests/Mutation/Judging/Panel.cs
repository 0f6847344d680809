using System.Collections.Concurrent;
using System.Collections.Immutable;
using Verified.Checking.Models;
using Verified.Tests.Mutation.Specifications;
using Verified.Tla.Source;

namespace Verified.Tests.Mutation.Judging;

/// <summary>A module of the manifest with everything that judges it: its models, and its mirror under them.</summary>
internal sealed class Panel
{
    private const long DearCost = 120_000;

    private static readonly ConcurrentDictionary<string, Panel> s_panels = new(StringComparer.Ordinal);
    private readonly Lazy<ImmutableArray<Judge>> _judges;

    private Panel(string module, ImmutableArray<ManifestEntry> models)
    {
        Module = module;
        Models = models;
        _judges = new Lazy<ImmutableArray<Judge>>(() =>
        {
            var checks = Models.Select(m => Judge.Calibrated(m, Repository.Specifications)).OrderBy(j => j.Cost).ToArray();
            return [.. Comparisons(checks).OrderBy(j => j.Cost), .. checks];
        });
    }

    /// <summary>The name of the module.</summary>
    public string Module { get; }

    public ImmutableArray<ManifestEntry> Models { get; }

    /// <summary>All judges, cheap ones first; comparisons before searches, since they stop at the first difference.</summary>
    public ImmutableArray<Judge> Judges => _judges.Value;

    /// <summary>Every module that has models of its own in the manifest.</summary>
    public static IEnumerable<string> Modules => Repository.Manifest.Entries
        .Where(e => e.Size == ModelSize.Small && !e.Simulates)
        .Select(ModuleOf).Distinct().Order(StringComparer.Ordinal);

    public static Panel Of(string module) => s_panels.GetOrAdd(module, static name => new Panel(
        name,
        [.. Repository.Manifest.Entries.Where(e => e.Size == ModelSize.Small && !e.Simulates && ModuleOf(e) == name)]));

    /// <summary>The mutants of the module's text, in its order.</summary>
    public ImmutableArray<SpecificationMutant> Mutants()
    {
        var outline = ModuleOutline.Read(Path.Combine(Repository.Specifications, Module + ".tla"));
        return [.. new SpecificationMutator(outline).Mutants(Behaviour())];
    }

    // What configurations name as the behaviour, and what that uses in the module of the models.
    private HashSet<string> Behaviour()
    {
        var names = new HashSet<string>(StringComparer.Ordinal);
        foreach (var models in Models.GroupBy(e => e.Module))
        {
            var outline = ModuleOutline.Read(Path.Combine(Repository.Specifications, models.Key));
            names.UnionWith(outline.Reachable(models.SelectMany(RootsOf)));
        }

        return names;
    }

    private static IEnumerable<string> RootsOf(ManifestEntry entry)
    {
        var text = SourceFile.Read(Path.Combine(Repository.Specifications, entry.Config)).Text!;
        var config = ConfigParser.Parse(text).File!;
        return new[] { config.Specification, config.Init, config.Next }.OfType<ConfigName>().Select(n => n.Text)
            .Concat(config.Constants.OfType<ConstantAssignment.ToDefinition>().Select(c => c.Definition.Text));
    }

    // Of comparisons of one graph the deepest finds what the others do, as soon as they do. The dear ones are left to the
    // checker, which sees as many states at a fraction of the cost; fewer judges can only lower the score.
    private static IEnumerable<Judge> Comparisons(Judge[] checks) => checks
        .Where(j => j.Entry.Mirrors is not null).Select(j => j.OfItsMirror)
        .Where(j => Run.IsDeep || j.Cost <= DearCost)
        .GroupBy(j => j.Graph).Select(ofGraph => ofGraph.Last());

    // MCSaga.tla holds models of Saga.
    private static string ModuleOf(ManifestEntry entry)
    {
        var root = Path.GetFileNameWithoutExtension(entry.Module);
        return root.StartsWith("MC", StringComparison.Ordinal) ? root[2..] : root;
    }
}
