using Verified.Concurrency;

namespace Verified.Scenarios;

/// <summary>Handlers hold a permit while they wait for a publish of their own, which needs a permit too: with as many
/// handlers as permits, all wait for each other.</summary>
/// <remarks>Source: EventBus.</remarks>
internal static class NestedPublish
{
    public static Scenario[] Scenarios =>
    [
        new("permit-held-across-publish", "every publish ends", isBroken: true, runtime => RunAsync(runtime, holds: true)),
        new("permit-given-back", "every publish ends", isBroken: false, runtime => RunAsync(runtime, holds: false)),
    ];

    private static async Task RunAsync(Runtime runtime, bool holds)
    {
        var permits = runtime.CreateGate("handlers", 2);
        var handled = 0;
        await runtime.SpawnMany("publish", 2, async _ =>
        {
            var permit = await permits.EnterAsync();
            if (!holds)
                permit.Dispose();
            using (await permits.EnterAsync())
                handled++;
            if (holds)
                permit.Dispose();
        });
        Claim.Equal(2, handled, "events handled");
    }
}
