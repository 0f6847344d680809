using Verified.Concurrency;

namespace Verified.Scenarios;

/// <summary>Two deliveries of one message; the inbox is asked in one step and written in another, so both may find the
/// message new.</summary>
/// <remarks>Source: Delivery.</remarks>
internal static class CheckThenAct
{
    public static Scenario[] Scenarios =>
    [
        new("check-then-act", "one message has one effect", isBroken: true, runtime => RunAsync(runtime, atomic: false)),
        new("check-and-act", "one message has one effect", isBroken: false, runtime => RunAsync(runtime, atomic: true)),
    ];

    private static async Task RunAsync(Runtime runtime, bool atomic)
    {
        var inbox = new HashSet<string>();
        var effects = 0;
        await runtime.SpawnMany("delivery", 2, async _ =>
        {
            await runtime.PointAsync("inbox", atomic ? Access.Write : Access.Read);
            if (inbox.Contains("m"))
                return;
            if (!atomic)
                await runtime.PointAsync("inbox");
            inbox.Add("m");
            effects++;
        });
        Claim.Equal(1, effects, "effects of one message");
    }
}
