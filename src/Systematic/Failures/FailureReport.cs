namespace Verified.Systematic;

/// <summary>Tells a failed schedule: repeats it, watched, and makes it simpler if it can.</summary>
internal sealed class FailureReport(
    string name, TestBody body, Execution execution, ExplorationOptions options, ulong seed, IReadOnlyList<int> drawn)
{
    /// <summary>How the scenario was simplified.</summary>
    private IReadOnlyList<int> _shrinks = drawn;

    public static ExplorationFailure Unrepeatable(string message, long after) => new(
        FailureKind.Unrepeatable,
        $"the same choices led to another schedule: {message}. The body depends on something outside the seam.",
        null, "", "", after, 0, 0, "", null, null, null);

    /// <summary>Of a body that blocks the thread of the engine.</summary>
    public static Exploration GivenUp(string name, Mishap mishap) => new(
        name,
        Verdict.Uncontrolled,
        [],
        new ExplorationFailure(mishap.Kind, mishap.Message, null, "", "", 0, 0, 0, "", null, null, mishap.Stack),
        [],
        IsCancelled: false);

    /// <summary>Of the schedule that has just failed.</summary>
    public ExplorationFailure Of(string foundBy, long after)
    {
        var mishap = execution.Mishap!;
        if (mishap.Kind == FailureKind.Escape)
            return Told(mishap, [], "", foundBy, after);
        // What fails because it left control must not be taken for anything else.
        var schedule = FailedSchedule.Of(execution.Trace);
        var (told, steps) = Tell(schedule, mishap, foundBy, after);
        if (told.Kind == FailureKind.Escape)
            return told;
        if (options.Minimise)
        {
            if (_shrinks.Count == 0)
                _shrinks = new ScenarioMinimiser(body, execution, options, seed).Minimise(ref schedule, mishap);
            schedule = new Minimiser(body.At(seed, _shrinks), execution, seed).Minimise(schedule, mishap);
            (told, steps) = Tell(schedule, mishap, foundBy, after);
        }

        return told with { Race = new DecisiveRace(body.At(seed, _shrinks), execution, seed).Find(schedule, mishap, steps) };
    }

    /// <summary>Repeats a schedule under every eye.</summary>
    private (ExplorationFailure Told, List<ToldStep> Steps) Tell(
        FailedSchedule schedule, Mishap expected, string foundBy, long after)
    {
        var replay = new ReplayStrategy(schedule.Flows, schedule.Values);
        var telling = new Telling();
        execution.Telling = telling;
        Outcome outcome;
        using (EscapeWatch.Over(execution))
            outcome = execution.Run(body.At(seed, _shrinks), replay, seed);
        execution.Telling = null;
        if (outcome != Outcome.Failed || execution.Mishap is not { } mishap)
            throw new UnrepeatableException("a schedule that failed did not fail again");
        if (mishap.Kind != FailureKind.Escape && !mishap.IsLike(expected))
            throw new UnrepeatableException($"a schedule failed with '{expected.Message}', and then with '{mishap.Message}'");
        var token = new ScheduleToken(name, seed, _shrinks, options.Limits, replay.Choices).ToString();
        var told = Told(mishap, telling.Steps, mishap.Kind == FailureKind.Escape ? "" : token, foundBy, after);
        return (told, telling.Steps);
    }

    private ExplorationFailure Told(
        Mishap mishap, List<ToldStep> steps, string token, string foundBy, long after) => new(
        mishap.Kind,
        mishap.Message,
        mishap.Exception,
        token,
        foundBy,
        after,
        execution.Trace.Preemptions(),
        execution.Trace.Faults,
        ScheduleText.Of(steps),
        null,
        mishap.Kind is FailureKind.Deadlock or FailureKind.Leak ? new WaitGraph(execution).Text() : null,
        mishap.Stack,
        body.Describe(seed, _shrinks));
}
