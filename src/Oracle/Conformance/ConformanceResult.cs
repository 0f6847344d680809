using System.Collections.Immutable;
using Verified.Oracle.Rules;

namespace Verified.Oracle;

/// <summary>What came of a conformance run: the verdict on the history that the run recorded.</summary>
/// <param name="Report">What the oracle says.</param>
/// <param name="History">The history, an <c>eda/1</c> file: save it, and <c>verified conform</c> judges it again.</param>
public sealed record ConformanceResult(Report Report, ImmutableArray<byte> History)
{
    /// <summary>Every promise that was made was kept, as far as this run shows.</summary>
    public bool Conforms => Report.Verdict == Verdict.Conforms;

    /// <summary>The rules that were broken, in the order of reports.</summary>
    public ImmutableArray<string> Broken =>
        [.. Report.Properties.Where(property => property.Verdict == Verdict.Violates).Select(property => property.Id)];

    /// <summary>Returns this if it conforms.</summary>
    /// <exception cref="ConformanceException">It does not; the message is the report, with the lines that prove it.</exception>
    public ConformanceResult EnsureConforms() => Conforms ? this : throw new ConformanceException(ToString());

    /// <summary>The report for people.</summary>
    public override string ToString()
    {
        using var text = new StringWriter();
        ReportText.Write(text, Report);
        return text.ToString();
    }

    /// <summary>Judges what was recorded.</summary>
    internal static ConformanceResult Of(MemoryStream history, string name) =>
        HistoryJudge.Judge(history, name) switch
        {
            JudgeResult.Judged(var report) => new ConformanceResult(report, [.. history.ToArray()]),
            JudgeResult.Malformed(var diagnostics) => throw new InvalidOperationException(
                $"The recorder wrote what the oracle cannot read: {diagnostics[0]}"),
            _ => throw new System.Diagnostics.UnreachableException(),
        };
}

/// <summary>A system under test does not keep a promise.</summary>
public sealed class ConformanceException(string message) : Exception(message);
