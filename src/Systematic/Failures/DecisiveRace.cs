using System.Globalization;
using Verified.Concurrency;

namespace Verified.Systematic;

/// <summary>Finds the two steps of a failed schedule whose order decides: the other way round it does not fail.</summary>
internal sealed class DecisiveRace(Func<Runtime, Task> body, Execution execution, ulong seed)
{
    private const int Trials = 100;

    /// <summary>A fraction of a second, also where schedules are as long as the bound of steps.</summary>
    private const int StepBudget = 200_000;

    private readonly HappensBefore _order = new();

    /// <summary>The pair in words; null: no reversal of a single race helps.</summary>
    /// <param name="schedule">Of the trace that the execution has just run.</param>
    /// <param name="steps">The same, told.</param>
    public string? Find(FailedSchedule schedule, Mishap mishap, List<ToldStep> steps)
    {
        if (execution.FlowCount > HappensBefore.MostFlows)
            return null;
        var lastStep = execution.StepsTaken + StepBudget;
        foreach (var (earlier, later, resources, wish) in Reversals(schedule))
        {
            if (execution.StepsTaken >= lastStep)
                return null;
            execution.Run(body, new GuidedStrategy(wish, schedule.Values, stickAt: -1), seed);
            if (!mishap.IsLike(execution.Mishap))
                return Describe(steps, earlier, later, resources);
        }

        return null;
    }

    /// <summary>The latest races of the trace, the last one first, each with the schedule that reverses it.</summary>
    private (int Earlier, int Later, string Resources, List<int> Wish)[] Reversals(FailedSchedule schedule)
    {
        var races = new Queue<(int Earlier, int Later)>();
        var trace = execution.Trace;
        _order.Truncate(execution, 0);
        while (_order.Count < trace.Count)
        {
            _order.Add(execution);
            var later = _order.Count - 1;
            foreach (var earlier in _order.Races)
                races.Enqueue((earlier, later));
            while (races.Count > Trials)
                races.Dequeue();
        }

        return
        [
            .. races.Reverse().Select(race => (
                race.Earlier,
                race.Later,
                ResourcesOf(trace, race.Earlier, race.Later),
                Reversed(schedule, race.Earlier, race.Later))),
        ];
    }

    private string ResourcesOf(Trace trace, int earlier, int later) => string.Join(
        ", ", execution.Resources.ConflictsOf(trace[earlier].Footprint, trace[later].Footprint));

    private List<int> Reversed(FailedSchedule schedule, int earlier, int later)
    {
        var wish = new List<int>(schedule.Flows[..earlier]);
        for (var step = earlier + 1; step < later; step++)
            if (!_order.IsBefore(execution.Trace, earlier, step))
                wish.Add(schedule.Flows[step]);
        wish.Add(schedule.Flows[later]);
        wish.Add(schedule.Flows[earlier]);
        return wish;
    }

    private static string Describe(List<ToldStep> steps, int earlier, int later, string resources) => string.Create(
        CultureInfo.InvariantCulture,
        $"{Describe(steps, earlier)} before {Describe(steps, later)}{(resources.Length > 0 ? $", over {resources}" : "")}; the other way round it does not fail");

    private static string Describe(List<ToldStep> steps, int step) => string.Create(
        CultureInfo.InvariantCulture, $"step {step + 1} ({steps[step].OperationName}: {ScheduleText.TextOf(steps[step])})");
}
