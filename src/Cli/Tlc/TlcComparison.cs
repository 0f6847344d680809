using Verified.Checking;

namespace Verified.Cli;

/// <summary>The built-in checker and TLC on the same model.</summary>
/// <param name="Model">The model.</param>
/// <param name="Ours">What the built-in checker found.</param>
/// <param name="Theirs">What TLC found.</param>
internal sealed record TlcComparison(SelectedModel Model, CheckResult Ours, TlcResult Theirs)
{
    /// <summary>Whether the two agree; null where one of them came to no verdict.</summary>
    /// <remarks>
    /// The verdict always counts, and the property where both name one. Counts do where the model holds: elsewhere they
    /// are how far a search was when it met the violation, which depends on its order.
    /// </remarks>
    public bool? Agrees => IsOpen(Ours.Verdict) || IsOpen(Theirs.Verdict)
        ? null
        : Ours.Verdict == Theirs.Verdict
          && (Ours.Property is null || Theirs.Property is null || Ours.Property == Theirs.Property)
          && (Ours.Verdict != Verdict.Holds
              || (Ours.Distinct == Theirs.Distinct && Ours.Generated == Theirs.Generated));

    /// <summary>0 where they agree, 1 where they do not, 2 where it is open, 3 where both refuse the model as malformed.
    /// </summary>
    public int ExitCode => Agrees switch
    {
        false => Cli.ExitCode.Violated,
        null => Cli.ExitCode.Undetermined,
        true when Ours.Verdict == Verdict.Error => Cli.ExitCode.Malformed,
        true => Cli.ExitCode.Success,
    };

    private static bool IsOpen(Verdict verdict) => verdict is Verdict.Undetermined or Verdict.Unsupported;
}
