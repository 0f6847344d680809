using Verified.Concurrency;

namespace Verified.Systematic;

/// <summary>Compares searches by the classes of the schedules that they complete.</summary>
internal sealed class Auditor(Func<Runtime, Task> body, ExplorationOptions options, Execution execution)
{
    private const int Places = 1_000_000;

    private readonly HappensBefore _order = new();

    /// <exception cref="UnsupportedSearchException">More schedules than the budget.</exception>
    public Audit Run()
    {
        var full = ClassesOf(new BoundedSearch(int.MaxValue, cache: null), out var fullSchedules, out _, out _);
        var reduced = ClassesOf(new ReducedSearch(), out var schedules, out var pruned, out var repeated);
        var missed = full.Count(c => !reduced.Contains(c)) + reduced.Count(c => !full.Contains(c));
        var missedBounded = 0;
        for (var bound = 0; bound <= options.Preemptions; bound++)
        {
            var all = ClassesOf(new BoundedSearch(bound, cache: null), out _, out _, out _);
            var cached = ClassesOf(new BoundedSearch(bound, new PlaceCache(Places)), out _, out _, out _);
            missedBounded += all.Count(c => !cached.Contains(c));
        }

        return new Audit(fullSchedules, full.Count, schedules, pruned, missed, repeated, missedBounded);
    }

    private HashSet<ulong> ClassesOf(Strategy strategy, out long schedules, out long pruned, out long repeated)
    {
        var classes = new HashSet<ulong>();
        schedules = pruned = repeated = 0;
        while (strategy.Begin())
        {
            var outcome = execution.Run(body, strategy, options.Seed);
            strategy.Ended(execution, outcome);
            if (outcome == Outcome.Pruned)
            {
                pruned++;
                continue;
            }

            if (++schedules > options.Schedules)
                throw new UnsupportedSearchException($"the body has more than {options.Schedules} schedules");
            if (!classes.Add(ClassOf(outcome)))
                repeated++;
        }

        return classes;
    }

    private ulong ClassOf(Outcome outcome)
    {
        _order.Truncate(execution, 0);
        while (_order.Count < execution.Trace.Count)
            _order.Add(execution);
        var end = execution.Mishap is { } mishap ? Mix.Of(mishap.Message) : 0;
        return Mix.Of(_order.Hash, Mix.Of((ulong)outcome, end));
    }
}
