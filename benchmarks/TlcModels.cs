namespace Verified.Benchmarks;

/// <summary>A model of a comparison.</summary>
/// <param name="Name">What the table calls it: the path of its configuration as the list has it.</param>
/// <param name="Module">The module's file.</param>
/// <param name="Config">The configuration's file.</param>
internal sealed record TlcModel(string Name, string Module, string Config)
{
    /// <summary>Reads a list: a line for each model, <c>MODULE.tla MODEL.cfg</c>, relative to one of the roots; <c>#</c>
    /// starts a comment.</summary>
    /// <returns>The models, and the lines whose files no root has.</returns>
    public static (List<TlcModel> Models, List<string> Missing) Read(string list, IReadOnlyList<string> roots)
    {
        var (models, missing) = (new List<TlcModel>(), new List<string>());
        foreach (var line in File.ReadLines(list))
        {
            var words = line.Split('#')[0].Split(' ', StringSplitOptions.RemoveEmptyEntries);
            if (words.Length == 0) continue;
            if (words.Length != 2)
                throw new FormatException($"{list}: 'MODULE.tla MODEL.cfg' was expected, not '{line}'");
            if (Find(words[0], roots) is { } module && Find(words[1], roots) is { } config)
                models.Add(new TlcModel(words[1], module, config));
            else
                missing.Add(words[1]);
        }

        return (models, missing);
    }

    private static string? Find(string path, IReadOnlyList<string> roots) =>
        roots.Select(root => Path.GetFullPath(Path.Combine(root, path))).FirstOrDefault(File.Exists);
}
