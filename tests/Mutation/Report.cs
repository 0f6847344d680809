using System.Globalization;
using System.Text.RegularExpressions;
using Verified.Tests.Mutation.Judging;
using Xunit.Abstractions;

namespace Verified.Tests.Mutation;

/// <summary>Prints scores, and fails where mutants survive.</summary>
internal static class Report
{
    /// <summary>The least score of the full run, in percent of the mutants that are not equivalent: none survives unexplained.</summary>
    public const double Floor = 100;

    /// <summary>The least score of a sample, which only the judges of a few modules see.</summary>
    public const double SampleFloor = 95;

    private static readonly Lock s_gate = new();

    /// <summary>The modules under test: those that VERIFIED_MUTATION_MODULES names, by default every one.</summary>
    public static IReadOnlyCollection<string> Modules()
    {
        var only = Environment.GetEnvironmentVariable("VERIFIED_MUTATION_MODULES")?.Split(',');
        return [.. Panel.Modules.Where(m => only is null || only.Contains(m))];
    }

    /// <summary>The mutants under test: those whose key the expression VERIFIED_MUTATION_KEYS matches, by default every one.</summary>
    public static List<T> Selected<T>(IEnumerable<T> mutants, Func<T, MutantKey> key)
    {
        var only = Environment.GetEnvironmentVariable("VERIFIED_MUTATION_KEYS") is { Length: > 0 } pattern ? new Regex(pattern) : null;
        return [.. mutants.Where(m => only is null || only.IsMatch(key(m).ToString()))];
    }

    /// <summary>Writes each outcome to the file that VERIFIED_MUTATION_LOG names, if it does.</summary>
    public static Action<Judged>? Progress(int count)
    {
        if (Environment.GetEnvironmentVariable("VERIFIED_MUTATION_LOG") is not { Length: > 0 } path) return null;
        var done = 0;
        return judged =>
        {
            lock (s_gate) File.AppendAllText(path, $"{++done}/{count}\t{judged.Mutant}\t{judged.Outcome}\n");
        };
    }

    /// <summary>Writes the score and the survivors. Fails below the least score, and where a listed mutant was noticed.</summary>
    public static void Write(ITestOutputHelper output, string what, Score score, double least)
    {
        var survivors = score.Survivors.IsEmpty
            ? "none survived unexplained\n"
            : $"{score.Survivors.Length} survived; strengthen a model, or give the reason in tests/Mutation/equivalent.md:\n"
                + string.Join('\n', score.Survivors) + '\n';
        var cpu = Environment.CpuUsage.TotalTime.TotalSeconds.ToString("0", CultureInfo.InvariantCulture);
        var text = $"Mutation of {what}\n{score.Table()}\nthis process has taken {cpu} s of processor time\n{survivors}";
        output.WriteLine(text);
        Console.WriteLine(text);
        Assert.True(score.NotEquivalent.IsEmpty,
            $"listed as equivalent, and noticed:\n{string.Join('\n', score.NotEquivalent)}");
        Assert.True(score.Percent >= least, $"{score.Percent:0.00}% is below {least}%\n{survivors}");
    }
}
