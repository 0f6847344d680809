using Verified.Concurrency;
using Verified.Reference;

namespace Verified.Scenarios;

/// <summary>Bounded queues: nothing is lost, doubled or out of order, and nobody waits for ever.</summary>
public static class QueueScenarios
{
    /// <summary>What must hold.</summary>
    public static IReadOnlyList<Scenario> All { get; } =
    [
        new("queue-monitor", "a monitor with two conditions neither deadlocks nor loses an item", IsBroken: false, runtime => MonitorAsync(runtime)),
        new("queue-mailbox", "a mailbox keeps the order of each sender, and its bound holds senders back", IsBroken: false, MailboxAsync),
    ];

    /// <summary>What must be found.</summary>
    public static IReadOnlyList<Scenario> Mistakes { get; } =
    [
        Mistake("queue-one-condition", BoundedQueueVariant.OneCondition),
        Mistake("queue-no-recheck", BoundedQueueVariant.NoRecheck),
    ];

    /// <summary>Two producers of two items and four consumers of one, over one place: what the mistakes need.</summary>
    private static async Task MonitorAsync(Runtime runtime, BoundedQueueVariant variant = BoundedQueueVariant.Correct)
    {
        var queue = new MonitorQueue<(int Producer, int Number)>(runtime, 1, variant);
        var taken = new List<(int Producer, int Number)>();
        var operations = new List<Task>();
        for (var i = 0; i < 2; i++)
        {
            var producer = i;
            operations.Add(runtime.Spawn($"producer {i}", async () =>
            {
                await queue.PutAsync((producer, 1));
                await queue.PutAsync((producer, 2));
            }));
        }

        for (var i = 0; i < 4; i++)
            operations.Add(runtime.Spawn($"consumer {i}", async () =>
            {
                var item = await queue.TakeAsync();
                taken.Add(item);
            }));
        await Task.WhenAll(operations.ToArray());
        Claim.Sequence([(0, 1), (0, 2), (1, 1), (1, 2)], taken.Order(), "what was taken");
    }

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

    private static Scenario Mistake(string name, BoundedQueueVariant variant) => new(
        name, "nobody waits for ever, and nothing is lost", IsBroken: true, runtime => MonitorAsync(runtime, variant));
}
