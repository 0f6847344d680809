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
    private static readonly string[] s_apart = ["Equatable", "AppendOnlyList", "InMemory", "Ports"];

    // Shells, some of which need source generators; no mirror rests on them.
    private static readonly string[] s_leftOut = ["obj", "Delivery/", "Projections/Projector", "Projections/SavedViews"];

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
        while (true)
        {
            var (compilation, mutants) = Rewrite(excluded);
            using var image = new MemoryStream();
            var result = compilation.Emit(image);
            if (result.Success)
            {
                image.Position = 0;
                var context = new AssemblyLoadContext("mutated mirrors");
                return new MutatedReference(
                    context.LoadFromStream(image), [.. mutants.Where(m => !excluded.Contains(m.Number))]);
            }

            var wrong = result.Diagnostics.Where(d => d.Severity == DiagnosticSeverity.Error)
                .Select(d => MutantAt(d.Location) ?? throw new InvalidOperationException($"{d} in {Line(d.Location)}")).ToHashSet();
            excluded.UnionWith(wrong);
        }
    }

    private static (CSharpCompilation Compilation, List<MirrorMutant> Mutants) Rewrite(HashSet<int> excluded)
    {
        var mutants = new List<MirrorMutant>();
        var folder = Path.Combine(Repository.Root, "src", "Reference");
        var trees = new List<SyntaxTree> { Parse(Usings), Parse(MutationSwitch.Source) };
        foreach (var path in Directory.EnumerateFiles(folder, "*.cs", SearchOption.AllDirectories).Order(StringComparer.Ordinal))
        {
            var file = Path.GetRelativePath(folder, path);
            if (s_leftOut.Any(part => file.StartsWith(part, StringComparison.Ordinal))) continue;
            var tree = Parse(File.ReadAllText(path));
            trees.Add(s_apart.Any(part => file.StartsWith(part, StringComparison.Ordinal))
                ? tree
                : Parse(new MirrorRewriter(ModuleOf(file), mutants, excluded).Visit(tree.GetRoot())!.ToFullString()));
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

    private static SyntaxTree Parse(string text) => CSharpSyntaxTree.ParseText(text, s_parse);

    private static string Line(Location location) =>
        location.SourceTree!.GetText().Lines[location.GetLineSpan().StartLinePosition.Line].ToString();

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
