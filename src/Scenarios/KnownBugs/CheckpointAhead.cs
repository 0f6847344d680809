using Verified.Concurrency;

namespace Verified.Scenarios;

/// <summary>A projection saves its checkpoint before its view; a crash between the two skips an event for ever.</summary>
/// <remarks>Source: Projection.</remarks>
internal static class CheckpointAhead
{
    private const int Events = 2;

    public static Scenario[] Scenarios =>
    [
        new("checkpoint-ahead", "the view is the fold of the log", isBroken: true, runtime => RunAsync(runtime, together: false)),
        new("checkpoint-with-view", "the view is the fold of the log", isBroken: false, runtime => RunAsync(runtime, together: true)),
    ];

    private static async Task RunAsync(Runtime runtime, bool together)
    {
        var (checkpoint, view) = (0, 0);
        // Each life of the projection ends with the work or with a crash, and another begins.
        await runtime.Spawn("projection", async () =>
        {
            while (!await LiveAsync())
            {
            }
        });
        Claim.Equal(Events, view, "events in the view");

        async Task<bool> LiveAsync()
        {
            await runtime.PointAsync("database", Access.Read);
            for (var position = checkpoint; position < Events;)
            {
                await runtime.PointAsync("database");
                checkpoint = ++position;
                if (together)
                    view++;
                if (await runtime.ChooseAsync("crash after the checkpoint") == 1)
                    return false;
                await runtime.PointAsync("database");
                if (!together)
                    view++;
            }

            return true;
        }
    }
}
