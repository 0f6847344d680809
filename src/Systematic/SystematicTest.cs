using Verified.Concurrency;

namespace Verified.Systematic;

/// <summary>Tries the interleavings of asynchronous code.</summary>
/// <remarks>
/// <para>The body takes everything nondeterministic from the runtime it is given, begins its operations with
/// <see cref="Runtime.Spawn"/> and awaits them all. It throws where it finds something wrong. It is run once for each
/// schedule, always on one thread, and must begin from the same state each time.</para>
/// <para>A schedule fails if the body or an unobserved operation throws, if every operation waits, if something that the
/// body began is left behind, or if something that is owed does not happen.</para>
/// </remarks>
public static class SystematicTest
{
    /// <summary>Tries schedules of a body until one fails, all were tried, or the budget is spent.</summary>
    /// <param name="name">Of the body, in reports and tokens.</param>
    /// <param name="body">The code under test.</param>
    /// <param name="options">How to search; null for the defaults.</param>
    /// <param name="progress">Told now and then, from the thread that searches.</param>
    /// <param name="cancellationToken">Ends the search after the current schedule; the result says so.</param>
    /// <returns>The verdict, as data.</returns>
    public static Task<Exploration> ExploreAsync(
        string name,
        Func<Runtime, Task> body,
        ExplorationOptions? options = null,
        IProgress<ExplorationProgress>? progress = null,
        CancellationToken cancellationToken = default) =>
        ExploreAsync(name, TestBody.Of(body), options, progress, cancellationToken);

    /// <summary>Tries schedules of a body and scenarios for it: each random schedule has a scenario of its own, and one that
    /// fails is simplified before its schedule is. The systematic searches try schedules of one scenario, so that the verdict
    /// is never <see cref="Verdict.Exhausted"/>.</summary>
    /// <inheritdoc cref="ExploreAsync(string, Func{Runtime, Task}, ExplorationOptions?, IProgress{ExplorationProgress}?, CancellationToken)"/>
    public static Task<Exploration> ExploreAsync<T>(
        string name,
        ScenarioSpace<T> scenarios,
        Func<Runtime, T, Task> body,
        ExplorationOptions? options = null,
        IProgress<ExplorationProgress>? progress = null,
        CancellationToken cancellationToken = default) =>
        ExploreAsync(name, TestBody.Of(scenarios, body), options, progress, cancellationToken);

    /// <summary>Repeats the schedule of a token.</summary>
    /// <param name="token">As a failure of an exploration gives it.</param>
    /// <param name="body">The same code; the name is in the token.</param>
    /// <returns><see cref="Verdict.Failed"/> if the schedule fails again; <see cref="Verdict.Unrefuted"/> if it ends well;
    /// <see cref="Verdict.Uncontrolled"/>, with a message that says where, if the body does not follow the
    /// token.</returns>
    /// <exception cref="FormatException">The text is no token of this version.</exception>
    public static Task<Exploration> ReplayAsync(string token, Func<Runtime, Task> body) =>
        ReplayAsync(token, TestBody.Of(body));

    /// <summary>Repeats the scenario and the schedule of a token.</summary>
    /// <inheritdoc cref="ReplayAsync(string, Func{Runtime, Task})"/>
    public static Task<Exploration> ReplayAsync<T>(
        string token, ScenarioSpace<T> scenarios, Func<Runtime, T, Task> body) =>
        ReplayAsync(token, TestBody.Of(scenarios, body));

    private static Task<Exploration> ExploreAsync(
        string name,
        TestBody body,
        ExplorationOptions? options,
        IProgress<ExplorationProgress>? progress,
        CancellationToken cancellationToken)
    {
        options ??= new ExplorationOptions();
        return EngineThread.RunAsync(
            options.Limits,
            options.StepTimeout,
            execution => new Explorer(name, body, options, progress, execution, cancellationToken).Run(),
            mishap => FailureReport.GivenUp(name, mishap));
    }

    private static Task<Exploration> ReplayAsync(string token, TestBody body)
    {
        var parsed = ScheduleToken.Parse(token);
        var options = new ExplorationOptions();
        return EngineThread.RunAsync(
            parsed.Limits,
            options.StepTimeout,
            execution => new Replay(parsed, body, execution).Run(),
            mishap => FailureReport.GivenUp(parsed.Name, mishap));
    }

    /// <summary>Compares the searches that leave schedules out with the one that does not.</summary>
    /// <param name="body">Small: all of its schedules are run, several times.</param>
    /// <param name="options">Bounds and seed; the strategy is not looked at.</param>
    /// <exception cref="InvalidOperationException">The body has more schedules than the budget, or is not under
    /// control.</exception>
    public static Task<Audit> AuditAsync(Func<Runtime, Task> body, ExplorationOptions? options = null)
    {
        options ??= new ExplorationOptions();
        return EngineThread.RunAsync(
            options.Limits,
            options.StepTimeout,
            execution => new Auditor(body, options, execution).Run(),
            mishap => throw new InvalidOperationException(mishap.Message));
    }

    /// <summary>The name of the body that a token is of.</summary>
    /// <exception cref="FormatException">The text is no token of this version.</exception>
    public static string NameOf(string token) => ScheduleToken.Parse(token).Name;
}
