using Verified.Concurrency;

namespace Verified.Systematic;

/// <summary>Looks for a simpler scenario that fails in the same way in some schedule.</summary>
internal sealed class ScenarioMinimiser(TestBody body, Execution execution, ExplorationOptions options, ulong seed)
{
    private const int MostShrinks = 64;
    private const int Searches = 400;
    private const int SchedulesEach = 300;

    /// <summary>Most of those that fail do so soon: each is given so many at first, and the rest only if none fails.</summary>
    private const int SchedulesAtFirst = 30;

    private const int PriorityDepth = 3;

    /// <summary>A few seconds.</summary>
    private const int StepBudget = 5_000_000;

    private readonly long _lastStep = execution.StepsTaken + StepBudget;

    private bool HasSteps => execution.StepsTaken < _lastStep;

    /// <summary>Simplifies one choice at a time, as long as it still fails.</summary>
    /// <param name="schedule">Of the scenario as it was drawn; of the simplest one found afterwards.</param>
    /// <returns>The choices that lead to the simplest scenario.</returns>
    public IReadOnlyList<int> Minimise(ref FailedSchedule schedule, Mishap mishap)
    {
        var shrinks = new List<int>();
        for (var searches = 0; searches < Searches && HasSteps;)
        {
            var count = body.Shrinks(seed, shrinks, MostShrinks);
            if ((Simplify(shrinks, count, SchedulesAtFirst, schedule, mishap, ref searches)
                ?? Simplify(shrinks, count, SchedulesEach, schedule, mishap, ref searches)) is not { } found)
                break;
            schedule = found;
        }

        return shrinks;
    }

    /// <summary>Adds the first choice that leads to a scenario which fails; null: none does.</summary>
    private FailedSchedule? Simplify(
        List<int> shrinks, int count, int schedules, FailedSchedule last, Mishap mishap, ref int searches)
    {
        for (var choice = 0; choice < count && searches < Searches; choice++, searches++)
            if (Find([.. shrinks, choice], schedules, last, mishap) is { } found)
            {
                shrinks.Add(choice);
                return found;
            }

        return null;
    }

    /// <summary>A schedule of a scenario that fails: perhaps the last one, as far as it can be followed.</summary>
    private FailedSchedule? Find(IReadOnlyList<int> shrinks, int schedules, FailedSchedule last, Mishap mishap)
    {
        var run = body.At(seed, shrinks);
        if (Try(run, new GuidedStrategy(last.Flows, last.Values, stickAt: -1), mishap) is { } same)
            return same;
        var search = new Portfolio(
            new BoundedSearch(1, new PlaceCache(schedules * 100)),
            new PartialOrderSampling(seed, options.Faults),
            new PriorityWalk(seed, options.Faults, PriorityDepth));
        for (var tried = 0; tried < schedules && HasSteps && search.Begin(); tried++)
            if (Try(run, search, mishap) is { } found)
                return found;
        return null;
    }

    private FailedSchedule? Try(Func<Runtime, Task> run, Strategy strategy, Mishap mishap)
    {
        var outcome = execution.Run(run, strategy, seed);
        strategy.Ended(execution, outcome);
        return outcome == Outcome.Failed && mishap.IsLike(execution.Mishap) ? FailedSchedule.Of(execution.Trace) : null;
    }
}
