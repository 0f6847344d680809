using Verified.Concurrency;

namespace Verified.Systematic;

/// <summary>Looks for a simpler schedule that fails in the same way: fewer preemptions, then fewer faults.</summary>
/// <remarks>First by search with few preemptions allowed, which finds the fewest if it is exhausted within its budget; then by
/// leaving out one preemption or fault at a time, which also works for long schedules. Both end after so many steps: a
/// failure of liveness has thousands in each of its schedules.</remarks>
internal sealed class Minimiser(Func<Runtime, Task> body, Execution execution, ulong seed)
{
    private const int SearchBudget = 2_000;
    private const int TrialBudget = 400;
    private const int Places = 100_000;

    /// <summary>About a second.</summary>
    private const int StepBudget = 1_000_000;

    private readonly long _lastStep = execution.StepsTaken + StepBudget;

    private int _trials;

    private bool HasSteps => execution.StepsTaken < _lastStep;

    public FailedSchedule Minimise(FailedSchedule schedule, Mishap mishap)
    {
        schedule = Search(schedule, mishap) ?? schedule;
        while (_trials < TrialBudget && HasSteps && Reduce(schedule, mishap) is { } simpler)
            schedule = simpler;
        return schedule;
    }

    /// <summary>The first failure with fewer preemptions; null: none within the budget.</summary>
    private FailedSchedule? Search(FailedSchedule schedule, Mishap mishap)
    {
        for (var bound = 0; bound < schedule.Preemptions; bound++)
        {
            var search = new BoundedSearch(bound, new PlaceCache(Places));
            for (var tried = 0; tried < SearchBudget && HasSteps && search.Begin(); tried++)
                if (Try(search, mishap) is { } found)
                    return found;
        }

        return null;
    }

    private FailedSchedule? Reduce(FailedSchedule schedule, Mishap mishap)
    {
        for (var step = schedule.Flows.Length - 1; step > 0; step--)
            if (schedule.Flows[step] != schedule.Flows[step - 1]
                && Improves(new GuidedStrategy(schedule.Flows, schedule.Values, step)) is { } simpler)
                return simpler;
        for (var i = 0; i < schedule.Values.Length; i++)
            if (schedule.Values[i] != 0
                && Improves(new GuidedStrategy(schedule.Flows, Without(schedule.Values, i), stickAt: -1)) is { } simpler)
                return simpler;
        return null;

        FailedSchedule? Improves(Strategy strategy) =>
            ++_trials <= TrialBudget && HasSteps && Try(strategy, mishap) is { } found && found.IsSimplerThan(schedule) ? found : null;
    }

    private FailedSchedule? Try(Strategy strategy, Mishap mishap)
    {
        var outcome = execution.Run(body, strategy, seed);
        strategy.Ended(execution, outcome);
        return outcome == Outcome.Failed && mishap.IsLike(execution.Mishap) ? FailedSchedule.Of(execution.Trace) : null;
    }

    private static int[] Without(int[] values, int place)
    {
        var fewer = (int[])values.Clone();
        fewer[place] = 0;
        return fewer;
    }
}
