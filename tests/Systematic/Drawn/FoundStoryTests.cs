using Verified.Scenarios;
using Verified.Systematic;

namespace Verified.Tests.Systematic;

/// <summary>Stories that were drawn once and showed a defect; now they hold in every schedule that is tried, and their
/// histories conform.</summary>
public sealed class FoundStoryTests
{
    /// <summary>Who begins with no checkpoint saved the first ones anew, was told that they stood, and never learned that
    /// another process was ahead.</summary>
    [Fact]
    public Task EqualCheckpointsOfTwoProcesses_AreToldApart() => HoldsAsync(
        "delivery-found", new ConsumerStory([0], Processes: 2, Die: false, CheckpointEvery: 1));

    /// <summary>A replay that had ended as a dead letter was told again after a restart, and never ended.</summary>
    [Fact]
    public Task ReplayThatEndedAsADeadLetter_IsNotToldAgain() => HoldsAsync(
        "delivery-found",
        new DeliveryStory([new(Key: 0, Failures: 0, Parks: true)], MaxDeliveries: 1, Replays: 1, RestartAt: 0));

    /// <summary>The oracle took a consumer for subscribed that had unsubscribed meanwhile.</summary>
    [Fact]
    public Task SubscriptionAndUnsubscriptionThatOverlap_ConvictNobody() => HoldsAsync(
        "bus-found",
        new BusStory(Permits: 1, Topics: 1,
        [
            new BusAct.Subscribe(Party: 0, Handler: 0),
            new BusAct.Unsubscribe(Party: 1, Handler: 0),
            new BusAct.Publish(Party: 0, Event: 0, Waits: false, Fails: false, Nests: false),
        ]));

    private static async Task HoldsAsync(string name, Story story)
    {
        var exploration = await SystematicTest.ExploreAsync(
            name,
            async runtime =>
            {
                using var run = new RecordedRun(name, runtime.Time);
                await story.RunAsync(runtime, run.Onlookers);
                await run.ReadBackAsync();
                run.EnsureConforms(orIsVacuous: true);
            },
            new() { Schedules = 200, Strategy = SearchStrategy.Portfolio });
        exploration.EnsurePassed();
    }
}
