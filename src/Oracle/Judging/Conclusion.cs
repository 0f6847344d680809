using System.Collections.Immutable;
using Verified.Oracle.Rules;
using Verified.Tla.Source;

namespace Verified.Oracle;

/// <summary>Events or messages by what is known of them; see <see cref="Report"/>.</summary>
internal readonly record struct Counts(long Acknowledged, long Observed, long Unknown, long Resolved);

/// <summary>A violation's witness and sentence, with names in it; lines of all witnesses by index.</summary>
internal sealed record Explained(
    IReadOnlyDictionary<Rule, (ImmutableArray<long> Witness, string Sentence)> Violations,
    IReadOnlyDictionary<Rule, string> Remarks,
    ImmutableSortedDictionary<long, string> Lines)
{
    /// <summary>Stands for what the second pass had no time to explain.</summary>
    public const string NoTime = "The time limit passed before the lines that prove this could be read a second time.";
}

/// <summary>From rules to a report.</summary>
internal static class Conclusion
{
    /// <summary>
    /// The report. <paramref name="cut"/> is why the judgement stopped before the end, or none: then every property
    /// without violation is undetermined for that reason.
    /// </summary>
    public static Report Of(
        string name, long operations, IReadOnlyList<Rule> rules, Explained explained,
        UndeterminedReason cut, Counts counts, ImmutableArray<Diagnostic> notes)
    {
        var properties = ImmutableArray.CreateBuilder<PropertyReport>(rules.Count);
        foreach (var rule in rules) properties.Add(Of(rule, explained, cut));
        var (verdict, reason) = Overall(properties, cut, counts);
        return new Report(
            name, operations, verdict, reason, properties.MoveToImmutable(),
            counts.Acknowledged, counts.Observed, counts.Unknown, counts.Resolved, explained.Lines, notes);
    }

    private static PropertyReport Of(Rule rule, Explained explained, UndeterminedReason cut)
    {
        var (verdict, reason, explanation) = rule.Conclude();
        if (verdict == Verdict.Violates)
        {
            var (witness, sentence) = explained.Violations[rule];
            return new PropertyReport(rule.Id, verdict, reason, rule.Checked, rule.Violations, witness, sentence);
        }

        if (cut != UndeterminedReason.None)
            (verdict, reason, explanation) = (Verdict.Undetermined, cut, "The judgement stopped before the end of the history.");
        else if (rule.Remark is not null) explanation = explained.Remarks[rule];
        return new PropertyReport(
            rule.Id, verdict, reason, rule.Checked, verdict == Verdict.NotApplicable ? rule.Violations : 0, [], explanation);
    }

    private static (Verdict Verdict, UndeterminedReason Reason) Overall(
        IEnumerable<PropertyReport> properties, UndeterminedReason cut, Counts counts)
    {
        var open = cut;
        foreach (var property in properties)
        {
            if (property.Verdict == Verdict.Violates) return (Verdict.Violates, UndeterminedReason.None);
            if (open == UndeterminedReason.None && property.Verdict == Verdict.Undetermined) open = property.Reason;
        }

        if (cut != UndeterminedReason.None) return (Verdict.Undetermined, cut);
        if (counts.Observed == 0) return (Verdict.Vacuous, UndeterminedReason.None);
        return open == UndeterminedReason.None ? (Verdict.Conforms, open) : (Verdict.Undetermined, open);
    }
}
