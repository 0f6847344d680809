using System.Diagnostics;
using Verified.Checking;
using Verified.Checking.Models;

namespace Verified.Cli;

/// <summary>Verdicts in words.</summary>
internal static class VerdictText
{
    /// <summary>A verdict's name in documents: <c>holds</c>, <c>violated</c>, …</summary>
    public static string Name(Verdict verdict) => verdict switch
    {
        Verdict.Holds => "holds",
        Verdict.Violated => "violated",
        Verdict.Deadlock => "deadlock",
        Verdict.Assumption => "assumption",
        Verdict.Error => "error",
        Verdict.Unsupported => "unsupported",
        Verdict.Undetermined => "undetermined",
        _ => throw new UnreachableException(),
    };

    /// <summary><c>holds</c>, <c>violated OneWinnerInv</c>.</summary>
    public static string Of(Verdict verdict, string? property) =>
        property is null ? Name(verdict) : $"{Name(verdict)} {property}";

    /// <summary><c>holds, 633 distinct, 1,257 generated</c>.</summary>
    public static string Expectation(ManifestEntry entry)
    {
        var text = Of(entry.Result, entry.Property);
        if (entry.Distinct is { } distinct) text += $", {Texts.Count(distinct)} distinct";
        return entry.Generated is { } generated ? $"{text}, {Texts.Count(generated)} generated" : text;
    }

    /// <summary>A result as the end of a sentence that begins with the model's name.</summary>
    public static string Sentence(CheckResult result) => result.Verdict switch
    {
        Verdict.Holds when result.IsWithinConstraints => "holds for the behaviours within the constraints",
        Verdict.Holds => "holds",
        Verdict.Violated => $"{result.Property} is violated",
        Verdict.Deadlock => "deadlock: the last state has no successor",
        Verdict.Assumption => $"the assumption {result.Property} is false",
        Verdict.Error when result.Diagnostics is [{ Code: "VTL0501" }] => "a formula has no value",
        Verdict.Error => "malformed",
        Verdict.Unsupported => "unsupported",
        Verdict.Undetermined => "undetermined",
        _ => throw new UnreachableException(),
    };
}
