using Verified.Concurrency;

namespace Verified.Scenarios;

/// <summary>Two writers read a version and write the next one. Without a check of the version one of the updates is
/// lost.</summary>
internal static class LostUpdate
{
    public static Scenario[] Scenarios =>
    [
        new("lost-update", "no update is lost", isBroken: true, runtime => RunAsync(runtime, checksVersion: false)),
        new("expected-version", "no update is lost", isBroken: false, runtime => RunAsync(runtime, checksVersion: true)),
    ];

    private static async Task RunAsync(Runtime runtime, bool checksVersion)
    {
        var (version, total) = (0, 0);
        await runtime.SpawnMany("writer", 2, async _ =>
        {
            while (true)
            {
                await runtime.PointAsync("stream", Access.Read);
                var (seenVersion, seenTotal) = (version, total);
                await runtime.PointAsync("stream");
                if (checksVersion && version != seenVersion)
                    continue;
                (version, total) = (seenVersion + 1, seenTotal + 10);
                return;
            }
        });
        Claim.Equal(20, total, "total");
    }
}
