using Verified.Checking;

namespace Verified.Cli;

/// <summary>What TLC found of one model.</summary>
/// <param name="Verdict">Its verdict, in the terms of the built-in checker.</param>
/// <param name="Property">The violated property or the false assumption; null where TLC names none, but a place.</param>
/// <param name="Distinct">Distinct states, or null where TLC did not say.</param>
/// <param name="Generated">Generated states, or null where TLC did not say.</param>
/// <param name="Message">What TLC said of its verdict, in its words; empty where the model holds.</param>
internal sealed record TlcResult(
    Verdict Verdict, string? Property, long? Distinct, long? Generated, string Message)
{
    /// <summary>Wall time of the process in seconds, the start of its virtual machine included.</summary>
    public double Seconds { get; init; }

    /// <summary>TLC did not come to its end.</summary>
    public static TlcResult Undetermined(string why) => new(Verdict.Undetermined, null, null, null, why);
}
