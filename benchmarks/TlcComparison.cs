using System.Globalization;
using System.Text.RegularExpressions;

namespace Verified.Benchmarks;

/// <summary>What a model cost with TLC and with this checker; ratios above 1 are for this one.</summary>
internal sealed partial record TlcComparison(TlcModel Model, ProcessCost Tlc, ProcessCost Own)
{
    // TLC: 10 to 13 are violations of assumptions, deadlock, safety and liveness.
    private bool BothHold => (Tlc.ExitCode, Own.ExitCode) == (0, 0);

    /// <summary>The same verdict, and, where all states were seen, the same counts.</summary>
    public bool Agree => BothHold
        ? OwnCounts == TlcCounts
        : Tlc.ExitCode is >= 10 and <= 13 && Own.ExitCode == 1;

    /// <summary>TLC does not answer the question: it lacks a module, or fails.</summary>
    public bool IsTlcFault => Tlc.ExitCode is not (0 or (>= 10 and <= 13)) && !Tlc.IsStopped;

    /// <summary>This checker does not answer the question.</summary>
    public bool IsRefused => Own.ExitCode == 2;

    /// <summary>Both ended by themselves.</summary>
    public bool IsWhole => !Tlc.IsStopped && !Own.IsStopped;

    /// <summary>This one answered, and TLC had not when its time was over.</summary>
    public bool IsOnlyTlcStopped => Tlc.IsStopped && !Own.IsStopped && Own.ExitCode is 0 or 1;

    public double Wall => Tlc.Seconds / Own.Seconds;

    public double Cpu => Tlc.CpuSeconds / Own.CpuSeconds;

    public double Memory => (double)Tlc.PeakBytes / Own.PeakBytes;

    /// <summary>Distinct and generated states, as this checker counts them.</summary>
    public (string Distinct, string Generated) OwnCounts => Counts(OwnPattern().Matches(Own.Output), 1, 2);

    private (string Distinct, string Generated) TlcCounts => Counts(TlcPattern().Matches(Tlc.Output), 2, 1);

    /// <summary>The head of the table.</summary>
    public static string Head =>
        "| model | distinct | generated | TLC: wall, CPU, peak memory | verified | wall | CPU | memory |\n|---|---|---|---|---|---|---|---|";

    /// <summary>The model's row.</summary>
    public string Row => string.Create(CultureInfo.InvariantCulture,
        $"| {Model.Name} | {OwnCounts.Distinct} | {OwnCounts.Generated} | {Tlc} | {Own} | {Wall:F1}× | {Cpu:F1}× | {Memory:F1}× |")
        + (!IsWhole ? " not finished" : IsRefused ? " refused" : IsTlcFault ? " TLC fails" : Agree ? "" : " DIFFERENT RESULTS");

    // The last counts that are told; TLC tells them also while it runs. A model without behaviours has none.
    private static (string Distinct, string Generated) Counts(MatchCollection matches, int distinct, int generated) =>
        matches.Count == 0
            ? ("0", "0")
            : (Grouped(matches[^1].Groups[distinct].Value), Grouped(matches[^1].Groups[generated].Value));

    private static string Grouped(string number) =>
        long.Parse(number, NumberStyles.AllowThousands, CultureInfo.InvariantCulture).ToString("N0", CultureInfo.InvariantCulture);

    [GeneratedRegex(@"([\d,]+) distinct states?, ([\d,]+) generated")]
    private static partial Regex OwnPattern();

    [GeneratedRegex(@"^([\d,]+) states generated, ([\d,]+) distinct states found", RegexOptions.Multiline)]
    private static partial Regex TlcPattern();
}
