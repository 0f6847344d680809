using Verified.Concurrency;

namespace Verified.Benchmarks;

/// <summary>What explorations are measured on.</summary>
internal static class ReferenceBodies
{
    /// <summary>Four operations of two steps.</summary>
    public static async Task Reorder(Runtime runtime)
    {
        var (a, b) = (0, 0);
        var operations = new Task[4];
        for (var i = 0; i < operations.Length; i++)
            operations[i] = runtime.Spawn("writer", async () =>
            {
                await runtime.PointAsync("a");
                a++;
                await runtime.PointAsync("b");
                b--;
            });
        await Task.WhenAll(operations);
        if (a + b != 0)
            throw new InvalidOperationException("Every writer writes both.");
    }

    /// <summary>Two sagas of three steps over a gate, with a fault and a time-out.</summary>
    public static async Task Saga(Runtime runtime)
    {
        var stock = runtime.CreateGate("stock");
        var left = 2;
        var sagas = new Task[2];
        for (var i = 0; i < sagas.Length; i++)
            sagas[i] = runtime.Spawn("saga", async () =>
            {
                using (await stock.EnterAsync())
                    left--;
                await Task.Delay(TimeSpan.FromSeconds(1), runtime.Time);
                if (await runtime.ChooseAsync("refused") == 1)
                    using (await stock.EnterAsync())
                        left++;
                else
                    await runtime.PointAsync("paid");
            });
        await Task.WhenAll(sagas);
        if (left is < 0 or > 2)
            throw new InvalidOperationException("Stock is reserved once.");
    }

    /// <summary>Three producers and two consumers of twelve items over a bounded mailbox: about forty steps.</summary>
    public static async Task Pipeline(Runtime runtime)
    {
        const int Each = 4;
        var mailbox = runtime.CreateMailbox<int>("mailbox", 2);
        var view = runtime.CreateGate("view");
        var sum = 0;
        var producers = new Task[3];
        for (var i = 0; i < producers.Length; i++)
            producers[i] = runtime.Spawn("producer", async () =>
            {
                for (var item = 1; item <= Each; item++)
                    await mailbox.SendAsync(item);
            });
        var consumers = new Task[2];
        for (var i = 0; i < consumers.Length; i++)
            consumers[i] = runtime.Spawn("consumer", async () =>
            {
                while (await mailbox.WaitToReceiveAsync())
                    while (mailbox.TryReceive(out var item))
                        using (await view.EnterAsync())
                            sum += item;
            });
        await Task.WhenAll(producers);
        mailbox.Complete();
        await Task.WhenAll(consumers);
        if (sum != 30)
            throw new InvalidOperationException("Every item is seen once.");
    }
}
