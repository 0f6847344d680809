namespace Verified.Systematic;

/// <summary>Looks for a simpler scenario that fails in the same way in some schedule.</summary>
internal sealed class ScenarioMinimiser(TestBody body, Execution execution, ExplorationOptions options, ulong seed)
{
    private const int MostShrinks = 64;
    private const int Searches = 200;
    private const int SchedulesEach = 300;
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
            var before = shrinks.Count;
            var count = body.Shrinks(seed, shrinks, MostShrinks);
            for (var choice = 0; choice < count && searches < Searches && shrinks.Count == before; choice++, searches++)
                if (Find([.. shrinks, choice], mishap) is { } found)
                {
                    shrinks.Add(choice);
                    schedule = found;
                }

            if (shrinks.Count == before)
                break;
        }

        return shrinks;
    }

    private FailedSchedule? Find(IReadOnlyList<int> shrinks, Mishap mishap)
    {
        var run = body.At(seed, shrinks);
        var search = new Portfolio(
            new BoundedSearch(1, new PlaceCache(SchedulesEach * 100)),
            new PartialOrderSampling(seed, options.Faults),
            new PriorityWalk(seed, options.Faults, PriorityDepth));
        for (var tried = 0; tried < SchedulesEach && HasSteps && search.Begin(); tried++)
        {
            var outcome = execution.Run(run, search, seed);
            search.Ended(execution, outcome);
            if (outcome == Outcome.Failed && mishap.IsLike(execution.Mishap))
                return FailedSchedule.Of(execution.Trace);
        }

        return null;
    }
}
