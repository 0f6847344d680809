using Verified.Concurrency;

namespace Verified.Scenarios;

/// <summary>The message is marked as handled before it has its effect; after a crash between the two the redelivery finds the
/// mark, and the effect never comes.</summary>
/// <remarks>Source: Delivery.</remarks>
internal static class ClaimFirst
{
    public static Scenario[] Scenarios =>
    [
        new("claim-first", "one message has one effect", isBroken: true, runtime => RunAsync(runtime, together: false)),
        new("claim-with-effect", "one message has one effect", isBroken: false, runtime => RunAsync(runtime, together: true)),
    ];

    private static async Task RunAsync(Runtime runtime, bool together)
    {
        var (isMarked, effects) = (false, 0);
        var deliveries = runtime.CreateMailbox<string>("deliveries", 2);
        await deliveries.SendAsync("m");
        var consumer = runtime.Spawn("consumer", async () =>
        {
            await foreach (var message in deliveries.ReceiveAllAsync())
            {
                if (await HandleAsync())
                    deliveries.Complete();
                else
                    await deliveries.SendAsync(message);
            }
        });
        await consumer;
        Claim.Equal(1, effects, "effects of one message");

        // False: it crashed before it acknowledged, so the message comes again.
        async Task<bool> HandleAsync()
        {
            await runtime.PointAsync("inbox");
            if (isMarked)
                return true;
            isMarked = true;
            if (together)
                effects++;
            if (await runtime.ChooseAsync("crash after the mark") == 1)
                return false;
            await runtime.PointAsync("effects");
            if (!together)
                effects++;
            return true;
        }
    }
}
