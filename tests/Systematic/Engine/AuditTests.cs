using Verified.Concurrency;
using Verified.Systematic;

namespace Verified.Tests.Systematic;

/// <summary>Reduction loses no class of schedules and completes none twice.</summary>
public sealed class AuditTests
{
    private static readonly ExplorationOptions s_options = new() { Schedules = 200_000, Preemptions = 3 };

    [Theory]
    [ClassData(typeof(SeamBodyData))]
    public Task Primitive_Reduced_LosesNothing(string body) => AgreesAsync(SeamBodyData.Body(body));

    [Fact]
    public async Task LostUpdate_Reduced_LosesNothing()
    {
        await AgreesAsync(YardstickBodies.LostUpdate());
        await AgreesAsync(YardstickBodies.LostUpdate(), s_options with { StartsAreSteps = true });
    }

    [Fact]
    public Task Reorder_Reduced_LosesNothing() => AgreesAsync(YardstickBodies.Reorder(2));

    [Fact]
    public Task UnlabelledCommunication_Reduced_LosesNothing() => AgreesAsync(async runtime =>
    {
        var ready = new TaskCompletionSource();
        var shared = 0;
        var waiting = runtime.Spawn("waiting", async () =>
        {
            await runtime.PointAsync("a", Access.Read);
            await ready.Task;
            shared++;
            await runtime.PointAsync("b");
        });
        var setting = runtime.Spawn("setting", async () =>
        {
            await runtime.PointAsync("a");
            ready.TrySetResult();
            await runtime.PointAsync("b", Access.Read);
        });
        var yielding = runtime.Spawn("yielding", async () =>
        {
            await Task.Yield();
            shared++;
            await runtime.PointAsync("c");
        });
        await Task.WhenAll([waiting, setting, yielding]);
    });

    [Fact]
    public Task Gates_Reduced_LosesNothing() => AgreesAsync(async runtime =>
    {
        var (one, other) = (runtime.CreateGate("one"), runtime.CreateGate("other", 2));
        await YardstickBodies.Together(runtime, 3, async number =>
        {
            if (number == 0)
                await runtime.PointAsync("x");
            using (await one.EnterAsync())
                await runtime.PointAsync("x", Access.Read);
            if (number < 2)
                using (await other.EnterAsync())
                {
                }
        });
    });

    [Fact]
    public Task Deadlock_Reduced_LosesNothing() => AgreesAsync(async runtime =>
    {
        var (one, other) = (runtime.CreateGate("one"), runtime.CreateGate("other"));
        await YardstickBodies.Together(runtime, 2, async number =>
        {
            using (await (number == 0 ? one : other).EnterAsync())
            using (await (number == 0 ? other : one).EnterAsync())
                await runtime.PointAsync("x");
        });
    });

    [Fact]
    public Task SeveralCallsInOneOperation_Reduced_LosesNothing() => AgreesAsync(async runtime =>
    {
        async Task CallAsync(string own)
        {
            await runtime.PointAsync(own);
            await runtime.PointAsync("shared");
        }

        var beside = runtime.Spawn("beside", () => CallAsync("c"));
        await Task.WhenAll([CallAsync("a"), CallAsync("b"), beside]);
        await runtime.PointAsync("end");
    });

    [Fact]
    public Task FaultsAndTimers_Reduced_LosesNothing() => AgreesAsync(async runtime =>
    {
        var log = 0;
        await YardstickBodies.Together(runtime, 2, async number =>
        {
            await runtime.PointAsync("log");
            if (await runtime.ChooseAsync($"lost {number}") == 0)
                log++;
            await Task.Delay(TimeSpan.FromSeconds(1), runtime.Time);
            await runtime.PointAsync("log", Access.Read);
            if (await runtime.ChooseAsync($"doubled {number}", 3) == 2)
                log += 2;
        });
    });

    [Fact]
    public async Task RandomBodies_Reduced_LosesNothing()
    {
        const int Bodies = 400;
        var compared = 0;
        for (var seed = 0; seed < Bodies; seed++)
        {
            var body = new RandomBody(seed);
            try
            {
                var audit = await SystematicTest.AuditAsync(
                    body.RunAsync, new ExplorationOptions { Schedules = 3_000, Preemptions = 1 });
                Assert.True(audit.Agrees, $"seed {seed}: {body}: {audit}");
                compared++;
            }
            catch (UnsupportedSearchException)
            {
                // Too many schedules to compare.
            }
        }

        Assert.InRange(compared, Bodies * 3 / 4, Bodies);
    }

    private static async Task AgreesAsync(Func<Runtime, Task> body, ExplorationOptions? options = null)
    {
        var audit = await SystematicTest.AuditAsync(body, options ?? s_options);
        Assert.True(audit.Agrees, audit.ToString());
        Assert.Equal(0, audit.Repeated);
        Assert.InRange(audit.Classes, 1, audit.Full);
    }
}
