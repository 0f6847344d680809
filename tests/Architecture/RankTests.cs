using System.Text.RegularExpressions;

namespace Verified.Tests.Architecture;

/// <summary>The direction of dependencies, as <c>docs/ARCHITECTURE.md</c> draws it.</summary>
public sealed partial class RankTests
{
    [Fact]
    public void EveryProject_ReferencesOnlyWhatTheTableAllows()
    {
        var table = Table();
        var wrong = new List<string>();
        foreach (var (project, references) in Repository.Projects("src"))
        {
            if (!table.TryGetValue(project, out var row))
            {
                wrong.Add($"{project} is not in the table");
                continue;
            }

            foreach (var reference in references)
            {
                if (!row.May.Contains(reference) && !row.May.Contains("all"))
                    wrong.Add($"{project} may not reference {reference}");
                if (table[reference].Rank >= row.Rank)
                    wrong.Add($"{project} (rank {row.Rank}) references {reference} (rank {table[reference].Rank})");
            }
        }

        Assert.Empty(wrong);
    }

    [Fact]
    public void TheTable_NamesOnlyProjectsThatExist()
    {
        var projects = Repository.Projects("src").Keys;
        Assert.Empty(Table().Keys.Except(projects));
    }

    [Fact]
    public void EveryProject_IsInTheSolution()
    {
        var solution = File.ReadAllText(Path.Combine(Repository.Root, "Verified.sln"));
        var projects = new[] { "src", "tests", "benchmarks" }.SelectMany(f => Repository.Projects(f).Keys);
        Assert.All(projects, p => Assert.Contains($"\"{p}\", ", solution, StringComparison.Ordinal));
    }

    private static Dictionary<string, (int Rank, string[] May)> Table()
    {
        var document = File.ReadAllText(Path.Combine(Repository.Root, "docs", "ARCHITECTURE.md"));
        var rows = Row().Matches(document);
        Assert.NotEmpty(rows);
        return rows.ToDictionary(
            r => r.Groups["project"].Value,
            r => (int.Parse(r.Groups["rank"].Value, System.Globalization.CultureInfo.InvariantCulture),
                r.Groups["may"].Value.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries)),
            StringComparer.Ordinal);
    }

    [GeneratedRegex(@"^\| (?<rank>\d) \| `src/(?<project>[\w.]+)` \|[^|]*\| (?<may>[^|]*) \|\r?$", RegexOptions.Multiline)]
    private static partial Regex Row();
}
