using Verified.Concurrency;
using Verified.Reference;

namespace Verified.Scenarios;

/// <summary>Bounded queues: nothing is lost, doubled or out of order, and nobody waits for ever; a monitor takes the
/// steps of its mirror.</summary>
public static class QueueScenarios
{
    /// <summary>What must hold.</summary>
    public static IReadOnlyList<Scenario> All { get; } =
    [
        Scenario.Sound("queue-monitor", "a monitor with two conditions neither deadlocks nor loses an item",
            (runtime, on) => MonitorAsync(runtime, on, BoundedQueueVariant.Correct)),
        Scenario.Sound("queue-mailbox", "a mailbox keeps the order of each sender, and its bound holds senders back",
            MailboxAsync),
    ];

    /// <summary>What must be found.</summary>
    public static IReadOnlyList<Scenario> Mistakes { get; } =
    [
        Mistake("queue-one-condition", BoundedQueueVariant.OneCondition),
        Mistake("queue-no-recheck", BoundedQueueVariant.NoRecheck),
    ];

    /// <summary>The same in stories that are drawn.</summary>
    public static IReadOnlyList<DrawnScenario> Drawn { get; } =
    [
        DrawnScenario.Sound("queue-drawn", "a monitor with two conditions neither deadlocks nor loses an item", QueueStory.Draw),
        DrawnMistake("queue-drawn-one-condition", BoundedQueueVariant.OneCondition),
        DrawnMistake("queue-drawn-no-recheck", BoundedQueueVariant.NoRecheck),
    ];

    /// <summary>Two producers of two items and four consumers of one, over one place: what the mistakes need.</summary>
    private static Task MonitorAsync(Runtime runtime, Onlookers on, BoundedQueueVariant variant) =>
        new QueueStory(Capacity: 1, Producers: 2, Items: 2, Consumers: 4) { Variant = variant }.RunAsync(runtime, on);

    private static async Task MailboxAsync(Runtime runtime, Onlookers on)
    {
        var watch = new QueueWatch(on.Bus);
        var mailbox = runtime.CreateMailbox<(int Sender, int Number)>("mailbox", 1);
        var senders = Enumerable.Range(0, 2).Select(sender => runtime.Spawn($"sender {sender}", async () =>
        {
            for (var number = 1; number <= 2; number++)
            {
                var putting = watch.Putting($"s{sender}.{number}");
                await mailbox.SendAsync((sender, number));
                watch.Put(putting);
                Claim.Holds(mailbox.Count <= 1, "the mailbox holds no more than one");
            }
        })).ToArray();
        var received = new List<(int Sender, int Number)>();
        for (var i = 0; i < 4; i++)
        {
            received.Add(await mailbox.ReceiveAsync());
            watch.Took($"s{received[^1].Sender}.{received[^1].Number}");
        }

        await Operations.Join(senders);
        for (var sender = 0; sender < 2; sender++)
            Claim.Sequence(
                [1, 2],
                received.Where(item => item.Sender == sender).Select(item => item.Number),
                $"what was received of sender {sender}");
    }

    private static DrawnScenario DrawnMistake(string name, BoundedQueueVariant variant) => DrawnScenario.Mistake(
        name, "nobody waits for ever, and nothing is lost", next => QueueStory.Draw(next) with { Variant = variant });

    private static Scenario Mistake(string name, BoundedQueueVariant variant) => Scenario.Mistake(
        name, "nobody waits for ever, and nothing is lost", (runtime, on) => MonitorAsync(runtime, on, variant));
}
