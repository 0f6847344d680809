using System.Threading.Channels;
using Verified.Concurrency;

namespace Verified.Tests.Systematic;

/// <summary>Code that leaves the control of the scheduler, one way each.</summary>
internal static class EscapeBodies
{
    private static readonly TimeSpan s_short = TimeSpan.FromMilliseconds(1);
    private static readonly TimeSpan s_long = TimeSpan.FromHours(1);

    public static async Task ConfigureAwaitFalse_OnASource(Runtime runtime)
    {
        var source = new TaskCompletionSource();
        var waiting = runtime.Spawn("waiting", async () => await source.Task.ConfigureAwait(false));
        await runtime.PointAsync("x");
        source.SetResult();
        await waiting;
    }

    public static async Task ConfigureAwaitFalse_OnAnOperation(Runtime runtime) =>
        await runtime.Spawn("operation", async () => await runtime.PointAsync("x")).ConfigureAwait(false);

    public static async Task ConfigureAwaitFalse_OnADelay(Runtime runtime) =>
        await Task.Delay(s_short, runtime.Time).ConfigureAwait(false);

    public static async Task TaskRun_Awaited(Runtime runtime) =>
        await Task.Run(() => { });

    public static async Task TaskRun_Forgotten(Runtime runtime)
    {
        _ = Task.Run(() => { });
        await runtime.PointAsync("x");
    }

    public static async Task TaskRun_Asynchronous(Runtime runtime) =>
        await Task.Run(async () => await Task.Yield());

    public static async Task StartNew_OnThePool(Runtime runtime) => await Task.Factory.StartNew(
        () => { }, CancellationToken.None, TaskCreationOptions.None, TaskScheduler.Default);

    public static async Task ContinueWith_OnThePool(Runtime runtime)
    {
        var operation = runtime.Spawn("operation", async () => await runtime.PointAsync("x"));
        await operation.ContinueWith(
            _ => { }, CancellationToken.None, TaskContinuationOptions.None, TaskScheduler.Default);
    }

    public static async Task WhenEach(Runtime runtime)
    {
        var operations = new[] { runtime.Spawn("one", async () => await runtime.PointAsync("x")) };
        await foreach (var operation in Task.WhenEach(operations))
            await operation;
    }

    public static Task SemaphoreSlim_WithAToken(Runtime runtime) => SemaphoreAsync(runtime, async semaphore =>
    {
        using var cancellation = new CancellationTokenSource();
        await semaphore.WaitAsync(cancellation.Token);
    });

    public static Task SemaphoreSlim_WithATimeout(Runtime runtime) =>
        SemaphoreAsync(runtime, semaphore => semaphore.WaitAsync(s_long));

    public static async Task Channel_ReadAll(Runtime runtime)
    {
        var channel = Channel.CreateUnbounded<int>();
        var reading = runtime.Spawn("reading", async () =>
        {
            await foreach (var _ in channel.Reader.ReadAllAsync())
            {
            }
        });
        await runtime.PointAsync("x");
        channel.Writer.TryWrite(1);
        await runtime.PointAsync("x");
        channel.Writer.Complete();
        await reading;
    }

    public static async Task Delay_Short(Runtime runtime) => await Task.Delay(s_short);

    public static async Task Delay_Long(Runtime runtime) => await Task.Delay(s_long);

    public static async Task WaitAsync_WithATimeout(Runtime runtime) =>
        await new TaskCompletionSource().Task.WaitAsync(s_short);

    public static async Task CancelAfter(Runtime runtime)
    {
        using var cancellation = new CancellationTokenSource();
        var signal = runtime.CreateSignal("never");
        var waiting = runtime.Spawn("waiting", () => signal.WaitAsync(0, cancellation.Token).AsTask());
        cancellation.CancelAfter(s_short);
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => waiting);
    }

    public static async Task CancelAsync(Runtime runtime)
    {
        using var cancellation = new CancellationTokenSource();
        using var registration = cancellation.Token.Register(() => { });
        await cancellation.CancelAsync();
    }

    public static async Task Timer_OfThePlatform(Runtime runtime)
    {
        var fired = new TaskCompletionSource();
        using var timer = new Timer(_ => fired.SetResult(), null, s_short, Timeout.InfiniteTimeSpan);
        await fired.Task;
    }

    public static async Task PeriodicTimer_OfThePlatform(Runtime runtime)
    {
        using var timer = new PeriodicTimer(s_short);
        await timer.WaitForNextTickAsync();
    }

    public static async Task ParallelForEach(Runtime runtime) =>
        await Parallel.ForEachAsync([1, 2], async (_, _) => await Task.Yield());

    public static async Task QueueUserWorkItem(Runtime runtime)
    {
        var done = new TaskCompletionSource();
        ThreadPool.QueueUserWorkItem(_ => done.SetResult());
        await done.Task;
    }

    public static async Task Thread_OfItsOwn(Runtime runtime)
    {
        var done = new TaskCompletionSource();
        new Thread(done.SetResult) { IsBackground = true }.Start();
        await done.Task;
    }

    public static async Task Primitive_FromAnotherThread(Runtime runtime)
    {
        var done = new TaskCompletionSource();
        using (ExecutionContext.SuppressFlow())
            new Thread(() =>
            {
                try
                {
                    runtime.NewId();
                }
                catch (InvalidOperationException)
                {
                }
            })
            { IsBackground = true }.Start();
        await done.Task;
    }

#pragma warning disable xUnit1031 // Blocking is what these do.
    public static async Task Wait_OnAnOperation(Runtime runtime)
    {
        await runtime.PointAsync("x");
        runtime.Spawn("operation", async () => await runtime.PointAsync("x")).Wait();
    }

    public static async Task Result_OfAnOperation(Runtime runtime)
    {
        await runtime.PointAsync("x");
        var source = new TaskCompletionSource<int>();
        _ = source.Task.Result;
    }
#pragma warning restore xUnit1031

    private static async Task SemaphoreAsync(Runtime runtime, Func<SemaphoreSlim, Task> wait)
    {
        using var semaphore = new SemaphoreSlim(0);
        var waiting = runtime.Spawn("waiting", () => wait(semaphore));
        await runtime.PointAsync("x");
        semaphore.Release();
        await waiting;
    }
}
