using System.Threading.Channels;
using Verified.Concurrency;

namespace Verified.Tests.Systematic;

/// <summary>What the primitives promise on every runtime, each as a body that throws where a promise is broken.</summary>
internal static class SeamBodies
{
    public static async Task Gate_OnePermit_ExcludesOthers(Runtime runtime)
    {
        var gate = runtime.CreateGate("gate");
        var inside = 0;
        await Many(runtime, 3, async _ =>
        {
            using (await gate.EnterAsync())
            {
                Assert.Equal(1, ++inside);
                await runtime.PointAsync("inside");
                inside--;
            }
        });
    }

    public static async Task Gate_ManyPermits_AdmitsNoMore(Runtime runtime)
    {
        var gate = runtime.CreateGate("gate", 2);
        var inside = 0;
        await Many(runtime, 3, async _ =>
        {
            using (await gate.EnterAsync())
            {
                Assert.InRange(Interlocked.Increment(ref inside), 1, 2);
                await runtime.PointAsync("inside");
                Interlocked.Decrement(ref inside);
            }
        });
    }

    public static async Task Gate_Cancelled_HoldsNoPermit(Runtime runtime)
    {
        var gate = runtime.CreateGate("gate");
        using var cancellation = new CancellationTokenSource();
        var held = await gate.EnterAsync(cancellation.Token);
        var waiting = runtime.Spawn("waiting", async () => (await gate.EnterAsync(cancellation.Token)).Dispose());
        await cancellation.CancelInStepAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => waiting);
        held.Dispose();
        (await gate.EnterAsync()).Dispose();
    }

    public static async Task Gate_ExitTwice_Throws(Runtime runtime)
    {
        var permit = await runtime.CreateGate("gate").EnterAsync();
        permit.Dispose();
        Assert.Throws<SynchronizationLockException>(permit.Dispose);
    }

    public static async Task Mailbox_FullThenDrained_KeepsOrder(Runtime runtime)
    {
        var mailbox = runtime.CreateMailbox<int>("mailbox", 1);
        var sender = runtime.Spawn("sender", async () =>
        {
            for (var i = 0; i < 3; i++)
                await mailbox.SendAsync(i);
            mailbox.Complete();
        });
        var received = new List<int>();
        await foreach (var item in mailbox.ReceiveAllAsync())
            received.Add(item);
        await sender;
        Assert.Equal([0, 1, 2], received);
    }

    public static async Task Mailbox_Complete_RefusesSenders(Runtime runtime)
    {
        var mailbox = runtime.CreateMailbox<int>("mailbox", 2);
        Assert.True(mailbox.TrySend(1));
        mailbox.Complete();
        mailbox.Complete();
        Assert.False(mailbox.TrySend(2));
        await Assert.ThrowsAnyAsync<ChannelClosedException>(async () => await mailbox.SendAsync(3));
        Assert.Equal(1, await mailbox.ReceiveAsync());
        Assert.False(await mailbox.WaitToReceiveAsync());
        await Assert.ThrowsAnyAsync<ChannelClosedException>(async () => await mailbox.ReceiveAsync());
    }

    public static async Task Mailbox_Cancelled_LeavesItemOut(Runtime runtime)
    {
        var mailbox = runtime.CreateMailbox<int>("mailbox", 1);
        using var cancellation = new CancellationTokenSource();
        await mailbox.SendAsync(1);
        var sender = runtime.Spawn("sender", () => mailbox.SendAsync(2, cancellation.Token).AsTask());
        await cancellation.CancelInStepAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => sender);
        Assert.Equal(1, await mailbox.ReceiveAsync());
        Assert.Equal(0, mailbox.Count);
    }

    public static async Task Condition_Pulse_WakesInsideTheGate(Runtime runtime)
    {
        var gate = runtime.CreateGate("gate");
        var condition = runtime.CreateCondition("filled", gate);
        var filled = false;
        var waiter = runtime.Spawn("waiter", async () =>
        {
            using (await gate.EnterAsync())
                while (!filled)
                    await condition.WaitAsync();
        });
        using (await gate.EnterAsync())
        {
            filled = true;
            condition.Pulse();
        }

        await waiter;
    }

    public static async Task Condition_PulseAll_WakesEverybody(Runtime runtime)
    {
        var gate = runtime.CreateGate("gate");
        var condition = runtime.CreateCondition("open", gate);
        var open = false;
        var waiters = Many(runtime, 2, async _ =>
        {
            using (await gate.EnterAsync())
                while (!open)
                    await condition.WaitAsync();
        });
        using (await gate.EnterAsync())
        {
            open = true;
            condition.PulseAll();
        }

        await waiters;
    }

    public static async Task Condition_Cancelled_HoldsTheGateAgain(Runtime runtime)
    {
        var gate = runtime.CreateGate("gate");
        var condition = runtime.CreateCondition("never", gate);
        using var cancellation = new CancellationTokenSource();
        var waiter = runtime.Spawn("waiter", async () =>
        {
            using (await gate.EnterAsync())
                await Assert.ThrowsAnyAsync<OperationCanceledException>(
                    async () => await condition.WaitAsync(cancellation.Token));
        });
        await cancellation.CancelInStepAsync();
        await waiter;
        (await gate.EnterAsync()).Dispose();
    }

    public static async Task Signal_PulseBeforeTheWait_IsNotMissed(Runtime runtime)
    {
        var signal = runtime.CreateSignal("changed");
        var changed = false;
        var waiter = runtime.Spawn("waiter", async () =>
        {
            for (var seen = signal.Version; !Volatile.Read(ref changed); seen = signal.Version)
                await signal.WaitAsync(seen);
        });
        await runtime.PointAsync("changed");
        Volatile.Write(ref changed, true);
        signal.Pulse();
        await waiter;
    }

    public static async Task Signal_Cancelled_Throws(Runtime runtime)
    {
        var signal = runtime.CreateSignal("never");
        using var cancellation = new CancellationTokenSource();
        var waiter = runtime.Spawn(
            "waiter", () => signal.WaitAsync(signal.Version, cancellation.Token).AsTask());
        await cancellation.CancelInStepAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => waiter);
    }

    public static async Task Spawn_Throwing_CarriesTheException(Runtime runtime)
    {
        var failing = runtime.Spawn("failing", async () =>
        {
            await runtime.PointAsync("x");
            throw new InvalidDataException("spoilt");
        });
        var thrown = await Assert.ThrowsAsync<InvalidDataException>(() => failing);
        Assert.Equal("spoilt", thrown.Message);
    }

    public static async Task NewId_OfManyOperations_NeverRepeats(Runtime runtime)
    {
        var ids = new System.Collections.Concurrent.ConcurrentBag<Guid>();
        await Many(runtime, 2, async _ =>
        {
            ids.Add(runtime.NewId());
            await runtime.PointAsync("x", Access.Read);
            ids.Add(runtime.NewId());
        });
        Assert.Equal(4, ids.Distinct().Count());
        Assert.InRange(runtime.Next(3), 0, 2);
    }

    private static Task Many(Runtime runtime, int count, Func<int, Task> operation)
    {
        var operations = new Task[count];
        for (var i = 0; i < count; i++)
        {
            var number = i;
            operations[i] = runtime.Spawn($"operation {number}", () => operation(number));
        }

        return Task.WhenAll(operations);
    }

    /// <summary>Cancels within the caller's step; the platform's CancelAsync would go to the pool.</summary>
    internal static Task CancelInStepAsync(this CancellationTokenSource source)
    {
#pragma warning disable CA1849
        source.Cancel();
#pragma warning restore CA1849
        return Task.CompletedTask;
    }
}
