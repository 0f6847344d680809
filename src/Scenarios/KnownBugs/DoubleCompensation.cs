using Verified.Concurrency;

namespace Verified.Scenarios;

/// <summary>A time-out, a refusal and a cancellation each find the saga running and each compensate it. Needs one
/// preemption.</summary>
/// <remarks>Source: Saga.</remarks>
internal static class DoubleCompensation
{
    public static Scenario[] Scenarios =>
    [
        new("double-compensation", "a step is compensated once", isBroken: true, runtime => RunAsync(runtime, atomic: false)),
        new("compensation", "a step is compensated once", isBroken: false, runtime => RunAsync(runtime, atomic: true)),
    ];

    private static async Task RunAsync(Runtime runtime, bool atomic)
    {
        var (isRunning, refunds, heard) = (true, 0, 0);
        string[] causes = ["time-out", "refusal", "cancellation"];
        await Operations.Join(Array.ConvertAll(causes, cause => runtime.Spawn(cause, async () =>
        {
            await runtime.PointAsync("saga", Access.Read);
            var wasRunning = isRunning;
            await runtime.PointAsync("saga");
            heard++;
            if (atomic ? !isRunning : !wasRunning)
                return;
            isRunning = false;
            refunds++;
        })));
        Claim.Equal((3, 1), (heard, refunds), "causes heard, and refunds");
    }
}
