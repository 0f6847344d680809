using System.Collections.Immutable;
using Verified.Oracle.Rules;
using Verified.Tla.Source;

namespace Verified.Oracle;

/// <summary>What came of judging a history: a report, or why it cannot be read.</summary>
public abstract record JudgeResult
{
    private JudgeResult()
    {
    }

    /// <summary>The exit code of <c>verified conform</c>: 0 conforms, 1 violates, 2 undetermined or vacuous, 3 malformed.</summary>
    public abstract int ExitCode { get; }

    /// <summary>The history was judged.</summary>
    public sealed record Judged(Report Report) : JudgeResult
    {
        public override int ExitCode => Report.Verdict switch
        {
            Verdict.Conforms => 0,
            Verdict.Violates => 1,
            _ => 2,
        };
    }

    /// <summary>The history is malformed; there is at least one diagnostic.</summary>
    public sealed record Malformed(ImmutableArray<Diagnostic> Diagnostics) : JudgeResult
    {
        public override int ExitCode => 3;
    }
}

/// <summary>What the oracle says of one history.</summary>
/// <param name="History">The history's name, as the caller gave it.</param>
/// <param name="Operations">Invocations in it.</param>
/// <param name="Verdict">Violates, if any property does; else vacuous, if nothing acknowledged was ever observed; else
/// undetermined, if any property is; else conforms.</param>
/// <param name="Reason">Why, where undetermined.</param>
/// <param name="Properties">Every property of the history's kind, in a fixed order.</param>
/// <param name="Acknowledged">Events (or messages) that were acknowledged.</param>
/// <param name="Observed">Those of them that were observed.</param>
/// <param name="Unknown">Events (or messages) of unknown outcome only.</param>
/// <param name="Resolved">Those of them that were observed, and so took effect.</param>
/// <param name="Lines">The witness lines of all violations, by index.</param>
/// <param name="Notes">What was odd about the file, but not malformed.</param>
public sealed record Report(
    string History,
    long Operations,
    Verdict Verdict,
    UndeterminedReason Reason,
    ImmutableArray<PropertyReport> Properties,
    long Acknowledged,
    long Observed,
    long Unknown,
    long Resolved,
    ImmutableSortedDictionary<long, string> Lines,
    ImmutableArray<Diagnostic> Notes);
