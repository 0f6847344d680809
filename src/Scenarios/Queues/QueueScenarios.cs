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
            (runtime, _) => MonitorAsync(runtime, BoundedQueueVariant.Correct)),
        Scenario.Sound("queue-mailbox", "a mailbox keeps the order of each sender, and its bound holds senders back",
            (runtime, _) => MailboxAsync(runtime)),
    ];

    /// <summary>What must be found.</summary>
    public static IReadOnlyList<Scenario> Mistakes { get; } =
    [
        Mistake("queue-one-condition", BoundedQueueVariant.OneCondition),
        Mistake("queue-no-recheck", BoundedQueueVariant.NoRecheck),
    ];

    /// <summary>Two producers of two items and four consumers of one, over one place: what the mistakes need.</summary>
    private static async Task MonitorAsync(Runtime runtime, BoundedQueueVariant variant)
    {
        ThreadId[] producers = [new("p0"), new("p1")];
        ThreadId[] consumers = [new("c0"), new("c1"), new("c2"), new("c3")];
        var mirror = Mirror(new(
            EquatableSet.From(producers), EquatableSet.From(consumers), Capacity: 1, MaxItems: 2, BoundedQueueVariant.Correct));
        var queue = new MonitorQueue(runtime, 1, variant, mirror.Take);
        var taken = new List<QueueItem>();
        await Task.WhenAll(
        [
            .. producers.Select(producer => runtime.Spawn($"producer {producer}", async () =>
            {
                await queue.PutAsync(new(producer, 1));
                await queue.PutAsync(new(producer, 2));
            })),
            .. consumers.Select(consumer => runtime.Spawn($"consumer {consumer}", async () =>
            {
                var item = await queue.TakeAsync(consumer);
                taken.Add(item);
            })),
        ]);
        mirror.Take(new BoundedQueueAction.Rest());
        Claim.Sequence(
            mirror.State.Consumed.OrderBy(item => (item.Producer, item.Number)),
            taken.OrderBy(item => (item.Producer, item.Number)),
            "what was taken");
    }

    private static MirrorRun<BoundedQueueState, BoundedQueueAction> Mirror(BoundedQueueModel model) => new(
        BoundedQueue.Init(model),
        (state, action) => BoundedQueue.Step(model, state, action),
        state =>
        {
            Claim.Holds(BoundedQueue.CapacityInv(model, state), nameof(BoundedQueue.CapacityInv));
            Claim.Holds(BoundedQueue.FifoInv(state), nameof(BoundedQueue.FifoInv));
        });

    private static async Task MailboxAsync(Runtime runtime)
    {
        var mailbox = runtime.CreateMailbox<(int Sender, int Number)>("mailbox", 1);
        var senders = Enumerable.Range(0, 2).Select(sender => runtime.Spawn($"sender {sender}", async () =>
        {
            for (var number = 1; number <= 2; number++)
            {
                await mailbox.SendAsync((sender, number));
                Claim.Holds(mailbox.Count <= 1, "the mailbox holds no more than one");
            }
        })).ToArray();
        var received = new List<(int Sender, int Number)>();
        for (var i = 0; i < 4; i++)
            received.Add(await mailbox.ReceiveAsync());
        await Task.WhenAll(senders);
        for (var sender = 0; sender < 2; sender++)
            Claim.Sequence(
                [1, 2],
                received.Where(item => item.Sender == sender).Select(item => item.Number),
                $"what was received of sender {sender}");
    }

    private static Scenario Mistake(string name, BoundedQueueVariant variant) => Scenario.Mistake(
        name, "nobody waits for ever, and nothing is lost", (runtime, _) => MonitorAsync(runtime, variant));
}
