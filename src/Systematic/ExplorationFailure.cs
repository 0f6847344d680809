namespace Verified.Systematic;

/// <summary>A schedule that failed.</summary>
/// <param name="Kind">What went wrong.</param>
/// <param name="Message">In words.</param>
/// <param name="Exception">What was thrown, if anything was.</param>
/// <param name="Token">Replays the schedule; empty where it cannot be replayed.</param>
/// <param name="FoundBy">The search that found it.</param>
/// <param name="FoundAfter">Schedules that it took, this one included.</param>
/// <param name="Preemptions">Steps in which an operation was left that could have gone on.</param>
/// <param name="Faults">Faults that were chosen: crashes, losses, whatever the body asks for.</param>
/// <param name="Schedule">One column for each operation, one line for each step.</param>
/// <param name="Race">The two steps whose order decides, if there are such.</param>
/// <param name="Waits">Who waits for whom; of a deadlock or leak.</param>
/// <param name="Stack">Of the code outside of control.</param>
/// <param name="Scenario">The scenario that was drawn and simplified, if scenarios are drawn.</param>
public sealed record ExplorationFailure(
    FailureKind Kind,
    string Message,
    Exception? Exception,
    string Token,
    string FoundBy,
    long FoundAfter,
    int Preemptions,
    int Faults,
    string Schedule,
    string? Race,
    string? Waits,
    string? Stack,
    string? Scenario = null);
