using Verified.Concurrency;

namespace Verified.Systematic;

/// <summary>Repeats one schedule.</summary>
internal sealed class Replay(ScheduleToken token, Func<Runtime, Task> body, Execution execution)
{
    public Exploration Run()
    {
        var count = new PhaseCount("replay");
        try
        {
            Outcome outcome;
            using (EscapeWatch.Over(execution))
                outcome = execution.Run(body, new TokenStrategy(token), token.Seed);
            count.Add(execution.Trace, outcome);
            if (outcome != Outcome.Failed)
                return Result(Verdict.Unrefuted, null);
            var options = new ExplorationOptions
            {
                Steps = token.Limits.Steps,
                Faults = token.Limits.Faults,
                EarlyTimers = token.Limits.EarlyTimers,
                StartsAreSteps = token.Limits.StartsAreSteps,
                Minimise = false,
            };
            var failure = new FailureReport(token.Name, body, execution, options, token.Seed).Of("replay", 1);
            return Result(failure.Kind == FailureKind.Escape ? Verdict.Uncontrolled : Verdict.Failed, failure);
        }
        catch (UnrepeatableException e)
        {
            return Result(Verdict.Uncontrolled, FailureReport.Unrepeatable(e.Message, 1));
        }

        Exploration Result(Verdict verdict, ExplorationFailure? failure) =>
            new(token.Name, verdict, [count.Phase(false)], failure, [], IsCancelled: false);
    }
}
