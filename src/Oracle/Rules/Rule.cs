namespace Verified.Oracle.Rules;

/// <summary>What proves a violation: lines of the history, and a sentence in which names stand as references.</summary>
/// <param name="Lines">Lines of the operations involved; an operation's other line is added when it is explained.</param>
/// <param name="Sentence">
/// For people. <c>{stream@17}</c>, <c>{stream@17/2}</c> and <c>{id@17/2}</c> stand for the stream of line 17 or of
/// its third event, and for that event's id; <c>{line@17}</c> for the line's index.
/// </param>
internal sealed record Violation(uint[] Lines, string Sentence);

/// <summary>
/// One property of one kind of system. A rule sees a history in line order, folds it into a verdict, and convicts
/// only where every behaviour of a correct system would have recorded something else.
/// </summary>
internal abstract class Rule
{
    private Violation? _first;

    /// <summary>The property's stable name.</summary>
    public abstract string Id { get; }

    /// <summary>How often the property was put to the test.</summary>
    public long Checked { get; protected set; }

    public long Violations { get; private set; }

    /// <summary>The first violation found, or null; none where the property is not about this history.</summary>
    public Violation? First => NotApplicable is null ? _first : null;

    /// <summary>What keeps the verdict open at the end, or null.</summary>
    public (UndeterminedReason Reason, string Explanation)? Open { get; protected set; }

    /// <summary>What there is to say where it convicts nobody: why it is open, or not about this history; names in it are references.</summary>
    public string? Remark => First is null ? NotApplicable ?? Open?.Explanation : null;

    /// <summary>What it found that would have been a violation, were the property about this history; or null.</summary>
    protected Violation? Found => _first;

    /// <summary>Why the property is not about this history, or null.</summary>
    public virtual string? NotApplicable => null;

    /// <summary>The verdict after the whole history. A violation dominates; what was never tested is vacuous.</summary>
    public (Verdict Verdict, UndeterminedReason Reason, string? Explanation) Conclude() =>
        First is not null ? (Verdict.Violates, UndeterminedReason.None, null)
        : NotApplicable is { } why ? (Verdict.NotApplicable, UndeterminedReason.None, why)
        : Open is { } open ? (Verdict.Undetermined, open.Reason, (string?)open.Explanation)
        : Checked == 0 ? (Verdict.Vacuous, UndeterminedReason.None, null)
        : (Verdict.Conforms, UndeterminedReason.None, null);

    /// <summary>Convicts. Only the first violation's sentence is ever made.</summary>
    protected void Convict(ReadOnlySpan<uint> lines, FormattableString sentence)
    {
        Violations++;
        _first ??= new Violation(lines.ToArray(), FormattableString.Invariant(sentence));
    }

    /// <summary>Stands for the index of a line.</summary>
    protected static string At(uint line) => FormattableString.Invariant($"{{line@{line}}}");
}

/// <summary>Concludes after the last line, after it has looked at each record.</summary>
internal interface IEndRule
{
    void AtEnd();
}
