using Verified.Concurrency;

namespace Verified.Scenarios;

/// <summary>A bounded buffer whose two sides wait for one condition: a pulse meant for the other side may wake one's own,
/// and then everybody waits.</summary>
/// <remarks>Source: BoundedQueue.</remarks>
internal static class OneCondition
{
    public static Scenario[] Scenarios =>
    [
        new("bounded-buffer-one-condition", "everybody gets on", isBroken: true, runtime => RunAsync(runtime, shared: true)),
        new("bounded-buffer", "everybody gets on", isBroken: false, runtime => RunAsync(runtime, shared: false)),
    ];

    private static async Task RunAsync(Runtime runtime, bool shared)
    {
        var gate = runtime.CreateGate("buffer");
        var notFull = runtime.CreateCondition("not full", gate);
        var notEmpty = shared ? notFull : runtime.CreateCondition("not empty", gate);
        var isFull = false;
        var producer = runtime.Spawn("producer", async () =>
        {
            for (var i = 0; i < 2; i++)
                using (await gate.EnterAsync())
                {
                    while (isFull)
                        await notFull.WaitAsync();
                    isFull = true;
                    notEmpty.Pulse();
                }
        });
        var consumers = runtime.SpawnMany("consumer", 2, async _ =>
        {
            using (await gate.EnterAsync())
            {
                while (!isFull)
                    await notEmpty.WaitAsync();
                isFull = false;
                notFull.Pulse();
            }
        });
        await Operations.Join(producer, consumers);
    }
}
