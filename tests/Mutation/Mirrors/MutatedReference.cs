using System.Collections.Immutable;
using System.Globalization;
using System.Reflection;
using System.Runtime.Loader;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace Verified.Tests.Mutation.Mirrors;

/// <summary>The reference implementation, compiled again with every mutant of its mirrors behind a switch.</summary>
internal sealed class MutatedReference
{
    private const string Usings =
        "global using System; global using System.Collections.Generic; global using System.IO; global using System.Linq; "
        + "global using System.Threading; global using System.Threading.Tasks;";

    // What mirrors are made of, and what is no part of any.
    private static readonly string[] s_apart = ["Equatable", "AppendOnlyList", "EventIndex", "PayloadPages", "InMemory", "Ports"];

    private static readonly string[] s_shells = ["Bus", "Delivery", "Groups"];

    private static readonly Lazy<MutatedReference> s_compiled = new(Compile);
    private static readonly CSharpParseOptions s_parse = new(LanguageVersion.Preview);

    private MutatedReference(Assembly assembly, ImmutableArray<MirrorMutant> mutants)
    {
        Neighbour = assembly.GetType("Verified.Reference.EventLog")!;
        Switch = new MutationSwitch(assembly);
        Mutants = mutants;
    }

    /// <summary>Compiled once in a process.</summary>
    public static MutatedReference Compiled => s_compiled.Value;

    /// <summary>A type of the assembly, by which mirrors are found.</summary>
    public Type Neighbour { get; }

    public MutationSwitch Switch { get; }

    /// <summary>The greatest number of a mutant.</summary>
    public int LastNumber => Mutants[^1].Number;

    /// <summary>Those that compile.</summary>
    public ImmutableArray<MirrorMutant> Mutants { get; }

    private static MutatedReference Compile()
    {
        var excluded = new HashSet<int>();
        var leftOut = Shells().ToHashSet(StringComparer.Ordinal);
        while (true)
        {
            var (compilation, mutants) = Rewrite(excluded, leftOut);
            using var image = new MemoryStream();
            var result = compilation.Emit(image);
            if (result.Success)
            {
                image.Position = 0;
                var context = new AssemblyLoadContext("mutated mirrors");
                return new MutatedReference(
                    context.LoadFromStream(image), [.. mutants.Where(m => !excluded.Contains(m.Number))]);
            }

            var errors = result.Diagnostics.Where(d => d.Severity == DiagnosticSeverity.Error)
                .ToLookup(d => MutantAt(d.Location) is not null);
            var known = excluded.Count + leftOut.Count;
            excluded.UnionWith(errors[true].Select(d => MutantAt(d.Location)!.Value));
            leftOut.UnionWith(errors[false].Select(d => d.Location.SourceTree!.FilePath));
            if (excluded.Count + leftOut.Count == known)
                throw new InvalidOperationException(result.Diagnostics[0].ToString());
        }
    }

    // These shells need source generators. No mirror rests on them; one that did would be missed
    // by name.
    private static IEnumerable<string> Shells() =>
        Directory.EnumerateFiles(Folder, "*.cs", SearchOption.AllDirectories)
            .Select(path => Path.GetRelativePath(Folder, path))
            .Where(file => s_shells.Any(
                shell => file.StartsWith(shell + Path.DirectorySeparatorChar, StringComparison.Ordinal)));

    private static string Folder => Path.Combine(Repository.Root, "src", "Reference");

    private static (CSharpCompilation Compilation, List<MirrorMutant> Mutants) Rewrite(
        HashSet<int> excluded, HashSet<string> leftOut)
    {
        var mutants = new List<MirrorMutant>();
        var ordinals = new Dictionary<MutantKey, int>();
        var trees = new List<SyntaxTree> { Parse(Usings), Parse(MutationSwitch.Source) };
        foreach (var path in Directory.EnumerateFiles(Folder, "*.cs", SearchOption.AllDirectories).Order(StringComparer.Ordinal))
        {
            var file = Path.GetRelativePath(Folder, path);
            if (leftOut.Contains(file)) continue;
            var tree = Parse(File.ReadAllText(path), file);
            trees.Add(s_apart.Any(part => file.StartsWith(part, StringComparison.Ordinal))
                ? tree
                : Parse(new MirrorRewriter(ModuleOf(file), mutants, ordinals, excluded).Visit(tree.GetRoot())!.ToFullString(), file));
        }

        var compilation = CSharpCompilation.Create(
            "Verified.Reference.Mutated", trees, References(),
            new CSharpCompilationOptions(
                OutputKind.DynamicallyLinkedLibrary, optimizationLevel: OptimizationLevel.Release, checkOverflow: true,
                nullableContextOptions: NullableContextOptions.Enable));
        return (compilation, mutants);
    }

    /// <summary>The module whose mirror a file is a part of; the file's name for other rules that mirrors share with
    /// shells.</summary>
    private static string ModuleOf(string file)
    {
        var name = Path.GetFileNameWithoutExtension(file);
        return Repository.Manifest.Entries.Select(e => e.Mirrors).OfType<string>().Distinct()
            .FirstOrDefault(m => name == m || name.StartsWith(m + ".", StringComparison.Ordinal) || name == m + "State" || name == m + "Action")
            ?? name;
    }

    private static IEnumerable<MetadataReference> References() =>
        ((string)AppContext.GetData("TRUSTED_PLATFORM_ASSEMBLIES")!).Split(Path.PathSeparator)
            .Where(path => !Path.GetFileName(path).StartsWith("Verified.", StringComparison.Ordinal))
            .Append(typeof(Concurrency.Signal).Assembly.Location)
            .Select(path => MetadataReference.CreateFromFile(path));

    private static SyntaxTree Parse(string text, string path = "") => CSharpSyntaxTree.ParseText(text, s_parse, path);

    /// <summary>The innermost mutant whose switch holds this place.</summary>
    private static int? MutantAt(Location location)
    {
        var node = location.SourceTree!.GetRoot().FindNode(location.SourceSpan, getInnermostNodeForTie: true);
        foreach (var ancestor in node.AncestorsAndSelf())
            if (NumberOf(ancestor) is { } number)
                return number;
        return node.DescendantNodes().Select(NumberOf).FirstOrDefault(n => n is not null);
    }

    private static int? NumberOf(SyntaxNode node) =>
        node is ConditionalExpressionSyntax { Condition: InvocationExpressionSyntax call }
        && call.Expression.ToString() == "Mutant.Is"
            ? int.Parse(call.ArgumentList.Arguments[0].ToString(), CultureInfo.InvariantCulture)
            : null;
}
