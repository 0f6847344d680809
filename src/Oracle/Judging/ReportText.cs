using System.Globalization;
using Verified.Oracle.Rules;

namespace Verified.Oracle;

/// <summary>Writes a report for people: the verdict, then violations with the lines that prove them, then the rest.</summary>
public static class ReportText
{
    private const int LongestQuote = 160;

    /// <summary>Writes the report; no line ends in a space, the last one ends in a line feed.</summary>
    public static void Write(TextWriter text, Report report)
    {
        var reason = report.Verdict == Verdict.Undetermined ? $" ({ReportJson.Name(report.Reason)})" : "";
        Line(text, $"{report.History}: {ReportJson.Name(report.Verdict)}{reason}");
        Line(
            text,
            $"  {report.Operations:N0} operations; {report.Acknowledged:N0} acknowledged, {report.Observed:N0} of them observed; {report.Resolved:N0} of {report.Unknown:N0} unknown outcomes resolved");
        if (report.Verdict == Verdict.Vacuous)
            Line(text, $"  Nothing that was acknowledged was ever observed: this history proves nothing.");
        foreach (var note in report.Notes) Line(text, $"  note: {note}");
        foreach (var property in report.Properties)
            if (property.Verdict == Verdict.Violates)
                Violation(text, report, property);
        foreach (var property in report.Properties)
            if (property.Reason is UndeterminedReason.NotObserved or UndeterminedReason.UnknownOutcomes)
                Line(text, $"\n  {property.Id}: undetermined ({ReportJson.Name(property.Reason)})\n    {property.Explanation}");
        foreach (var property in report.Properties)
            if (property is { Verdict: Verdict.NotApplicable, Violations: > 0 })
                Line(text, $"\n  {property.Id}: not a violation here ({property.Violations:N0} times)\n    {property.Explanation}");
        Summary(text, report);
    }

    private static void Violation(TextWriter text, Report report, PropertyReport property)
    {
        var times = property.Violations > 1
            ? string.Create(CultureInfo.InvariantCulture, $" ({property.Violations:N0} times; the first:)")
            : "";
        Line(text, $"\n  {property.Id}: violates{times}");
        Line(text, $"    {property.Explanation}");
        foreach (var index in property.Witness)
        {
            if (!report.Lines.TryGetValue(index, out var quoted)) continue;
            if (quoted.Length > LongestQuote) quoted = string.Concat(quoted.AsSpan(0, LongestQuote), "…");
            Line(text, $"    | {quoted}");
        }
    }

    private static void Summary(TextWriter text, Report report)
    {
        text.Write('\n');
        foreach (var verdict in (Verdict[])[Verdict.Conforms, Verdict.Undetermined, Verdict.Vacuous, Verdict.NotApplicable])
        {
            var ids = new List<string>();
            foreach (var property in report.Properties)
                if (property.Verdict == verdict)
                    ids.Add(property.Id);
            if (ids.Count > 0) Line(text, $"  {ReportJson.Name(verdict)}: {string.Join(", ", ids)}");
        }
    }

    private static void Line(TextWriter text, FormattableString line)
    {
        text.Write(FormattableString.Invariant(line));
        text.Write('\n');
    }
}
