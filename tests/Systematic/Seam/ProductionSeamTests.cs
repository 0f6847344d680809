using Verified.Concurrency;

namespace Verified.Tests.Systematic;

/// <summary>The primitives on real threads.</summary>
public sealed class ProductionSeamTests
{
    private const int Rounds = 200;

    private static readonly TimeSpan s_hang = TimeSpan.FromSeconds(60);

    [Theory]
    [ClassData(typeof(SeamBodyData))]
    public async Task Primitive_OnThreads_KeepsItsPromise(string body)
    {
        var run = SeamBodyData.Body(body);
        for (var round = 0; round < Rounds; round++)
            await run(Runtime.Production()).WaitAsync(s_hang);
    }

    /// <summary>A bounded channel of .NET 10 does, about once in ten thousand races.</summary>
    [Fact]
    public async Task Mailbox_SenderCancelledWhileItWaits_NeverSendsAllTheSame()
    {
        const int Races = 50_000;
        var runtime = Runtime.Production();
        for (var race = 0; race < Races; race++)
        {
            var mailbox = runtime.CreateMailbox<int>("mailbox", 1);
            using var cancellation = new CancellationTokenSource();
            await mailbox.SendAsync(1);
            var sender = Task.Run(() => mailbox.SendAsync(2, cancellation.Token).AsTask());
            await Task.Yield();
            await cancellation.CancelInStepAsync();
            await Assert.ThrowsAnyAsync<OperationCanceledException>(() => sender);
            Assert.Equal(1, await mailbox.ReceiveAsync());
            Assert.Equal(0, mailbox.Count);
        }
    }

    [Fact]
    public async Task Gate_Contended_LetsInByArrival()
    {
        var gate = Runtime.Production().CreateGate("gate");
        var held = await gate.EnterAsync();
        var waiting = Enumerable.Range(0, 5).Select(_ => gate.EnterAsync().AsTask()).ToArray();
        foreach (var next in waiting)
        {
            Assert.All(waiting.SkipWhile(w => w != next), w => Assert.False(w.IsCompleted));
            held.Dispose();
            held = await next.WaitAsync(s_hang);
        }

        held.Dispose();
    }

    [Fact]
    public async Task Gate_CancelledAmongWaiters_PassesThePermitOn()
    {
        var gate = Runtime.Production().CreateGate("gate");
        using var cancellation = new CancellationTokenSource();
        var held = await gate.EnterAsync();
        var first = gate.EnterAsync().AsTask();
        var middle = gate.EnterAsync(cancellation.Token).AsTask();
        var last = gate.EnterAsync().AsTask();
        await cancellation.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => middle);
        held.Dispose();
        (await first.WaitAsync(s_hang)).Dispose();
        (await last.WaitAsync(s_hang)).Dispose();
    }

    [Fact]
    public async Task Gate_ManyThreadsAndCancellations_LosesNoPermit()
    {
        const int Threads = 8;
        var runtime = Runtime.Production();
        var gate = runtime.CreateGate("gate", 2);
        var inside = 0;
        await Task.WhenAll(Enumerable.Range(0, Threads).Select(number => runtime.Spawn("worker", async () =>
        {
            var random = new Random(number);
            for (var round = 0; round < Rounds; round++)
            {
                using var cancellation = new CancellationTokenSource();
                var entering = gate.EnterAsync(cancellation.Token);
                if (random.Next(3) == 0)
                    await cancellation.CancelAsync();
                try
                {
                    using (await entering)
                    {
                        Assert.InRange(Interlocked.Increment(ref inside), 1, 2);
                        await Task.Yield();
                        Interlocked.Decrement(ref inside);
                    }
                }
                catch (OperationCanceledException)
                {
                    Assert.True(cancellation.IsCancellationRequested);
                }
            }
        }))).WaitAsync(s_hang);
        Assert.Equal(0, inside);
        var both = (await gate.EnterAsync(), await gate.EnterAsync());
        both.Item1.Dispose();
        both.Item2.Dispose();
    }

    [Fact]
    public async Task Gate_Uncontended_AllocatesNothing()
    {
        var gate = Runtime.Production().CreateGate("gate");
        (await gate.EnterAsync()).Dispose();
        var before = GC.GetAllocatedBytesForCurrentThread();
        for (var i = 0; i < 1000; i++)
        {
            var entering = gate.EnterAsync();
            Assert.True(entering.IsCompletedSuccessfully);
            (await entering).Dispose();
        }

        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 1000);
    }

    [Fact]
    public void Runtime_WithASeed_RepeatsItself()
    {
        var (one, other) = (Runtime.Production(random: new Random(7)), Runtime.Production(random: new Random(7)));
        Assert.Equal((one.NewId(), one.Next(1000)), (other.NewId(), other.Next(1000)));
    }

    [Fact]
    public async Task ChooseAsync_InProduction_IsAlwaysNothing() =>
        Assert.Equal(0, await Runtime.Production().ChooseAsync("crash", 5));
}
