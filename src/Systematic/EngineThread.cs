using Verified.Concurrency;

namespace Verified.Systematic;

/// <summary>The thread that an exploration has to itself, and the watchdog beside it.</summary>
internal static class EngineThread
{
    /// <summary>How long an engine that has seen an escape may take to end by itself.</summary>
    private static readonly TimeSpan s_farewell = TimeSpan.FromSeconds(1);

    /// <summary>Runs work that belongs to one thread.</summary>
    /// <param name="name">Of the body.</param>
    /// <param name="limits">Of each schedule.</param>
    /// <param name="stepTimeout">A step that takes longer is taken to block; its thread is then given up.</param>
    /// <param name="work">Given the execution that belongs to the thread.</param>
    public static async Task<Exploration> RunAsync(
        string name, Limits limits, TimeSpan stepTimeout, Func<Execution, Exploration> work)
    {
        var started = new TaskCompletionSource<Execution>(TaskCreationOptions.RunContinuationsAsynchronously);
        var engine = DedicatedThread.RunAsync(() =>
        {
            var execution = new Execution(new ResourceTable(), limits);
            started.SetResult(execution);
            return work(execution);
        });
        var execution = await started.Task;
        using var stop = new CancellationTokenSource();
        try
        {
            return await WatchAsync(name, engine, execution, stepTimeout, stop.Token);
        }
        finally
        {
            await stop.CancelAsync();
        }
    }

    private static async Task<Exploration> WatchAsync(
        string name, Task<Exploration> engine, Execution execution, TimeSpan stepTimeout, CancellationToken stop)
    {
        for (var steps = -1L; ; steps = execution.StepsTaken)
        {
            var ended = await Task.WhenAny(
                engine, execution.Escaped.Task, Task.Delay(stepTimeout, TimeProvider.System, stop));
            if (ended == engine)
                return await engine;
            if (ended == execution.Escaped.Task)
            {
                var farewell = Task.Delay(s_farewell, TimeProvider.System, stop);
                return await Task.WhenAny(engine, farewell) == engine
                    ? await engine
                    : GivenUp(name, await execution.Escaped.Task);
            }

            if (execution.StepsTaken == steps)
                return GivenUp(name, new Mishap(FailureKind.Escape, "a step blocks its thread"));
        }
    }

    private static Exploration GivenUp(string name, Mishap mishap) => new(
        name,
        Verdict.Uncontrolled,
        [],
        new ExplorationFailure(mishap.Kind, mishap.Message, null, "", "", 0, 0, 0, "", null, null, mishap.Stack),
        [],
        IsCancelled: false);
}
