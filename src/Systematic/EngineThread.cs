using Verified.Concurrency;

namespace Verified.Systematic;

/// <summary>The thread that an exploration has to itself, and the watchdog beside it.</summary>
internal static class EngineThread
{
    /// <summary>How long an engine that has seen an escape may take to end by itself.</summary>
    private static readonly TimeSpan s_farewell = TimeSpan.FromSeconds(1);

    /// <summary>Runs work that belongs to one thread.</summary>
    /// <param name="limits">Of each schedule.</param>
    /// <param name="stepTimeout">A step that takes longer is taken to block; its thread is then given up.</param>
    /// <param name="work">Given the execution that belongs to the thread.</param>
    /// <param name="givenUp">The result if the thread is given up.</param>
    public static async Task<T> RunAsync<T>(
        Limits limits, TimeSpan stepTimeout, Func<Execution, T> work, Func<Mishap, T> givenUp)
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
            return await WatchAsync(engine, execution, stepTimeout, givenUp, stop.Token);
        }
        finally
        {
            await stop.CancelAsync();
        }
    }

    private static async Task<T> WatchAsync<T>(
        Task<T> engine, Execution execution, TimeSpan stepTimeout, Func<Mishap, T> givenUp, CancellationToken stop)
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
                    : givenUp(await execution.Escaped.Task);
            }

            if (execution.StepsTaken == steps)
                return givenUp(new Mishap(FailureKind.Escape, "a step blocks its thread"));
        }
    }
}
