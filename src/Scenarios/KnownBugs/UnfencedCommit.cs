using Verified.Concurrency;

namespace Verified.Scenarios;

/// <summary>A member that was expelled while it was slow commits its offset after its successor has committed a later one:
/// the group goes back, and handles again what was done.</summary>
/// <remarks>Source: ConsumerGroup.</remarks>
internal static class UnfencedCommit
{
    public static Scenario[] Scenarios =>
    [
        new("unfenced-commit", "committed offsets never go back", isBroken: true, runtime => RunAsync(runtime, fenced: false)),
        new("fenced-commit", "committed offsets never go back", isBroken: false, runtime => RunAsync(runtime, fenced: true)),
    ];

    private static async Task RunAsync(Runtime runtime, bool fenced)
    {
        var (generation, committed, highest) = (1, 0, 0);
        var first = runtime.Spawn("first member", () => ConsumeAsync(myGeneration: 1, upTo: 1));
        var second = runtime.Spawn("second member", async () =>
        {
            await runtime.PointAsync("group");
            generation = 2;
            await ConsumeAsync(myGeneration: 2, upTo: 2);
        });
        await Operations.Join(first, second);
        Claim.Equal(highest, committed, "committed offset");

        async Task ConsumeAsync(int myGeneration, int upTo)
        {
            await runtime.PointAsync("group", Access.Read);
            if (generation != myGeneration)
                return;
            await runtime.PointAsync("group");
            if (fenced && generation != myGeneration)
                return;
            committed = upTo;
            highest = Math.Max(highest, committed);
        }
    }
}
