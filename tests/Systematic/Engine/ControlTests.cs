using System.Threading.Channels;
using Verified.Concurrency;
using Verified.Systematic;

namespace Verified.Tests.Systematic;

/// <summary>What of the platform is under control gives no false alarm.</summary>
public sealed class ControlTests
{
    [Fact]
    public Task YieldSourceIteratorDisposal_AreControlled() => HoldsAsync(async runtime =>
    {
        var source = new TaskCompletionSource<int>();
        var waiting = runtime.Spawn("waiting", async () => Assert.Equal(1, await source.Task));
        await Task.Yield();
        await foreach (var item in IterateAsync())
            source.TrySetResult(item);
        await using (new AsyncDisposal())
            await waiting;

        async IAsyncEnumerable<int> IterateAsync()
        {
            await runtime.PointAsync("x");
            yield return 1;
            await Task.Yield();
        }
    });

    [Fact]
    public Task StartNewAndContinueWith_AreControlled() => HoldsAsync(async runtime =>
    {
        var order = new List<int>();
        await Task.Factory.StartNew(() => order.Add(1)).ContinueWith(_ => order.Add(2));
        var operation = runtime.Spawn("operation", async () => await runtime.PointAsync("x"));
        await operation.ContinueWith(_ => order.Add(3));
        Assert.Equal([1, 2, 3], order);
    });

    [Fact]
    public Task WhenAllAndWhenAny_AreControlled() => HoldsAsync(async runtime =>
    {
        var operations = Enumerable.Range(0, 2)
            .Select(i => runtime.Spawn($"operation {i}", async () => await runtime.PointAsync("x"))).ToArray();
        await await Task.WhenAny(operations);
        await Task.WhenAll(operations);
    });

    [Fact]
    public Task SemaphoreSlim_IsControlled() => HoldsAsync(async runtime =>
    {
        using var semaphore = new SemaphoreSlim(1);
        await YardstickBodies.Together(runtime, 2, async _ =>
        {
            await semaphore.WaitAsync();
            await runtime.PointAsync("x");
            semaphore.Release();
        });
    });

    [Fact]
    public Task Channels_AreControlled() => HoldsAsync(async runtime =>
    {
        var channel = Channel.CreateBounded<int>(1);
        var writing = runtime.Spawn("writing", async () =>
        {
            for (var i = 0; i < 3; i++)
                await channel.Writer.WriteAsync(i);
            channel.Writer.Complete();
        });
        var sum = 0;
        while (await channel.Reader.WaitToReadAsync())
            while (channel.Reader.TryRead(out var item))
                sum += item;
        await writing;
        await channel.Reader.Completion;
        Assert.Equal(3, sum);
    });

    [Fact]
    public Task DelayWaitAndCancellation_OfVirtualTime_AreControlled() => HoldsAsync(async runtime =>
    {
        var started = runtime.Time.GetTimestamp();
        await Task.Delay(TimeSpan.FromHours(5), runtime.Time);
        await Assert.ThrowsAsync<TimeoutException>(
            () => new TaskCompletionSource().Task.WaitAsync(TimeSpan.FromMinutes(1), runtime.Time));
        using var cancellation = new CancellationTokenSource(TimeSpan.FromSeconds(1), runtime.Time);
        var waiting = runtime.Spawn(
            "waiting", () => runtime.CreateSignal("never").WaitAsync(0, cancellation.Token).AsTask());
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => waiting);
        using var timer = new PeriodicTimer(TimeSpan.FromSeconds(1), runtime.Time);
        Assert.True(await timer.WaitForNextTickAsync());
        Assert.Equal(
            TimeSpan.FromHours(5) + TimeSpan.FromSeconds(62), runtime.Time.GetElapsedTime(started));
    });

    [Fact]
    public Task Timers_FireByDueTime() => HoldsAsync(async runtime =>
    {
        var order = new List<int>();
        await YardstickBodies.Together(runtime, 3, async number =>
        {
            await Task.Delay(TimeSpan.FromSeconds(3 - number), runtime.Time);
            order.Add(number);
        });
        Assert.Equal([2, 1, 0], order);
    });

    [Fact]
    public async Task Timers_DueTogether_FireInEitherOrder()
    {
        var orders = new HashSet<string>();
        await HoldsAsync(async runtime =>
        {
            var order = new List<int>();
            await YardstickBodies.Together(runtime, 2, async number =>
            {
                await Task.Delay(TimeSpan.FromSeconds(1), runtime.Time);
                order.Add(number);
            });
            orders.Add(string.Join(' ', order));
        });
        Assert.Equal(["0 1", "1 0"], orders.Order());
    }

    [Fact]
    public async Task Timers_EarlyByChoice_FireBeforeOthersWait()
    {
        Func<Runtime, Task> body = async runtime =>
        {
            var late = false;
            var deadline = runtime.Spawn("deadline", async () =>
            {
                await Task.Delay(TimeSpan.FromSeconds(1), runtime.Time);
                late = true;
            });
            await runtime.PointAsync("work");
            Assert.False(late, "too late");
            await deadline;
        };
        await HoldsAsync(body);
        var early = await SystematicTest.ExploreAsync("early", body, new ExplorationOptions { EarlyTimers = true });
        Assert.Equal(Verdict.Failed, early.Verdict);
    }

    private static async Task HoldsAsync(Func<Runtime, Task> body)
    {
        foreach (var strategy in Enum.GetValues<SearchStrategy>())
        {
            var options = new ExplorationOptions { Strategy = strategy, Schedules = 300 };
            var exploration = await SystematicTest.ExploreAsync("controlled", body, options);
            Assert.True(
                exploration.Verdict is Verdict.Exhausted or Verdict.Unrefuted, $"{strategy}: {exploration}");
        }
    }

    private sealed class AsyncDisposal : IAsyncDisposable
    {
        public async ValueTask DisposeAsync() => await Task.Yield();
    }
}
