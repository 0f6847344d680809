namespace Verified.Tests.Mutation;

/// <summary>The mutants that change nothing that matters, each with the reason: <c>equivalent.md</c>.</summary>
/// <remarks>A heading for each reason; below it the mutants, each as <c>- `key`</c>.</remarks>
internal sealed class EquivalentMutants
{
    private readonly HashSet<string> _keys = new(StringComparer.Ordinal);

    private EquivalentMutants(IEnumerable<string> lines)
    {
        foreach (var line in lines)
            if (line.StartsWith("- `", StringComparison.Ordinal) && line.EndsWith('`'))
                if (!_keys.Add(line[3..^1]))
                    throw new InvalidOperationException($"equivalent.md lists twice: {line}");
    }

    /// <summary>The list of the repository.</summary>
    public static EquivalentMutants Listed { get; } = new(
        File.ReadLines(Path.Combine(Repository.Root, "tests", "Mutation", "equivalent.md")));

    public IReadOnlyCollection<string> Keys => _keys;

    public bool Contains(MutantKey mutant) => _keys.Contains(mutant.ToString());
}
