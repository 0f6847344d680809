using System.Collections.Immutable;

namespace Verified.Oracle.Rules;

/// <summary>What the oracle says of a property, or of a whole history.</summary>
public enum Verdict
{
    /// <summary>The evidence was there, and none of it speaks against the property.</summary>
    Conforms,

    /// <summary>The history proves that the property does not hold.</summary>
    Violates,

    /// <summary>The history does not settle it; <see cref="UndeterminedReason"/> says why.</summary>
    Undetermined,

    /// <summary>Nothing happened that could have violated the property.</summary>
    Vacuous,

    /// <summary>The property is not about this history.</summary>
    NotApplicable,
}

/// <summary>Why a verdict is <see cref="Verdict.Undetermined"/>.</summary>
public enum UndeterminedReason
{
    None,

    /// <summary>The time limit passed, or the caller cancelled.</summary>
    Timeout,

    /// <summary>The memory limit was reached.</summary>
    Memory,

    /// <summary>It depends on operations whose outcome nobody knows.</summary>
    UnknownOutcomes,

    /// <summary>It depends on what nobody read back.</summary>
    NotObserved,
}

/// <summary>The verdict on one property.</summary>
/// <param name="Id">The property's stable name, for example <c>no-loss</c>.</param>
/// <param name="Verdict">The verdict.</param>
/// <param name="Reason">Why, where undetermined.</param>
/// <param name="Checked">How often the property was put to the test.</param>
/// <param name="Violations">How often it was found violated; the first is explained. Where it is not applicable: how often
/// happened what would have been a violation.</param>
/// <param name="Witness">Indices of the lines that prove the violation: alone, they still do. Empty otherwise.</param>
/// <param name="Explanation">The violation, or what kept the verdict open, for people; null otherwise.</param>
public sealed record PropertyReport(
    string Id,
    Verdict Verdict,
    UndeterminedReason Reason,
    long Checked,
    long Violations,
    ImmutableArray<long> Witness,
    string? Explanation);
