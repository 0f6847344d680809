namespace Verified.Cli;

/// <summary>The exit codes, the same for every command.</summary>
internal static class ExitCode
{
    /// <summary>Holds, conforms, is equal.</summary>
    public const int Success = 0;

    /// <summary>Violated. Dominates everything else.</summary>
    public const int Violated = 1;

    /// <summary>Undetermined, unsupported or vacuous.</summary>
    public const int Undetermined = 2;

    /// <summary>An input is malformed.</summary>
    public const int Malformed = 3;

    /// <summary>The command line is wrong.</summary>
    public const int Usage = 64;

    /// <summary>A defect of this tool.</summary>
    public const int Internal = 70;

    /// <summary>Interrupted by Ctrl-C.</summary>
    public const int Interrupted = 130;

    /// <summary>The exit code of several inputs: 1 dominates, then 3, then 2.</summary>
    public static int Worst(int one, int other) => Weight(one) >= Weight(other) ? one : other;

    private static int Weight(int code) => code switch
    {
        Success => 0,
        Undetermined => 1,
        Malformed => 2,
        Violated => 3,
        _ => 4,
    };
}
