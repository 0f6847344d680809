using Verified.Concurrency;

namespace Verified.Scenarios;

/// <summary>A saga sends a command before the state is stored that knows of it; the reply comes first, finds no such saga and
/// is dropped.</summary>
/// <remarks>Source: SagaOrchestration.</remarks>
internal static class EarlyReply
{
    public static Scenario[] Scenarios =>
    [
        new("early-reply", "every saga completes", isBroken: true, runtime => RunAsync(runtime, storesFirst: false)),
        new("stored-before-sent", "every saga completes", isBroken: false, runtime => RunAsync(runtime, storesFirst: true)),
    ];

    private static async Task RunAsync(Runtime runtime, bool storesFirst)
    {
        var commands = runtime.CreateMailbox<string>("commands", 1);
        var replies = runtime.CreateMailbox<string>("replies", 1);
        var (isWaiting, isComplete) = (false, false);
        var coordinator = runtime.Spawn("coordinator", async () =>
        {
            if (!storesFirst)
                await commands.SendAsync("reserve");
            await runtime.PointAsync("saga");
            isWaiting = true;
            if (storesFirst)
                await commands.SendAsync("reserve");
        });
        var participant = runtime.Spawn(
            "participant", async () => await replies.SendAsync($"{await commands.ReceiveAsync()}d"));
        var handler = runtime.Spawn("reply handler", async () =>
        {
            await replies.ReceiveAsync();
            await runtime.PointAsync("saga");
            isComplete |= isWaiting;
        });
        await Operations.Join(coordinator, participant, handler);
        Claim.Equal(true, isComplete, "the saga is complete");
    }
}
