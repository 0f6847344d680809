using System.Collections.Immutable;

namespace Verified.Tests.Mutation.Judging;

/// <summary>A mutant with its outcome.</summary>
internal sealed record Judged(MutantKey Mutant, Outcome Outcome);

/// <summary>The score of a run: how many mutants were noticed of those that are not equivalent.</summary>
internal sealed class Score(IReadOnlyCollection<Judged> judged, EquivalentMutants equivalent)
{
    /// <summary>Of each module: mutants, killed by each killer, equivalent, survivors.</summary>
    public string Table()
    {
        var rows = new List<string[]>
        {
            (string[])["module", "mutants", .. Enum.GetNames<Killer>(), "equivalent", "survived", "score"],
        };
        foreach (var module in judged.GroupBy(j => j.Mutant.Module).OrderBy(g => g.Key, StringComparer.Ordinal))
            rows.Add(Row(module.Key, [.. module]));
        rows.Add(Row("total", [.. judged]));
        var widths = rows[0].Select((_, i) => rows.Max(r => r[i].Length)).ToArray();
        return string.Join('\n', rows.Select(r => string.Join("  ", r.Select((cell, i) =>
            i == 0 ? cell.PadRight(widths[i]) : cell.PadLeft(widths[i])))));
    }

    /// <summary>Killed mutants in percent of those that are not equivalent.</summary>
    public double Percent => PercentOf([.. judged]);

    /// <summary>Survivors that nobody has explained.</summary>
    public ImmutableArray<string> Survivors => [.. judged
        .Where(j => j.Outcome is Outcome.Survived && !equivalent.Contains(j.Mutant))
        .Select(j => j.Mutant.ToString())];

    /// <summary>Mutants listed as equivalent that were noticed.</summary>
    public ImmutableArray<string> NotEquivalent => [.. judged
        .Where(j => j.Outcome is Outcome.Killed && equivalent.Contains(j.Mutant))
        .Select(j => $"{j.Mutant} ({((Outcome.Killed)j.Outcome).Model}: {((Outcome.Killed)j.Outcome).Detail})")];

    private string[] Row(string name, Judged[] of)
    {
        string Count(Func<Judged, bool> counts) =>
            of.Count(counts).ToString(System.Globalization.CultureInfo.InvariantCulture);
        return
        [
            name,
            Count(j => j.Outcome is not Outcome.Stillborn),
            .. Enum.GetValues<Killer>().Select(k => Count(j => j.Outcome is Outcome.Killed killed && killed.By == k)),
            Count(j => j.Outcome is Outcome.Survived && equivalent.Contains(j.Mutant)),
            Count(j => j.Outcome is Outcome.Survived && !equivalent.Contains(j.Mutant)),
            PercentOf(of).ToString("0.0", System.Globalization.CultureInfo.InvariantCulture) + "%",
        ];
    }

    private double PercentOf(Judged[] of)
    {
        var killed = of.Count(j => j.Outcome is Outcome.Killed);
        var survived = of.Count(j => j.Outcome is Outcome.Survived && !equivalent.Contains(j.Mutant));
        return killed + survived == 0 ? 100 : 100.0 * killed / (killed + survived);
    }
}
