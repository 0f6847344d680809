using Verified.Concurrency;
using Verified.Reference;

namespace Verified.Scenarios;

/// <summary>What happens to a bounded queue: producers and consumers, whose shares are as equal as they can be.</summary>
/// <param name="Capacity">How many items it holds.</param>
/// <param name="Producers">How many producers.</param>
/// <param name="Items">How many items each of them puts.</param>
/// <param name="Consumers">How many consumers; together they take all.</param>
public sealed record QueueStory(int Capacity, int Producers, int Items, int Consumers) : Story
{
    /// <summary>The design of the queue, or a mistake in it.</summary>
    internal BoundedQueueVariant Variant { get; init; } = BoundedQueueVariant.Correct;

    /// <summary>Draws up to two places, three producers of two items, and four consumers.</summary>
    public static QueueStory Draw(Func<int, int> next) => new(1 + next(2), 1 + next(3), 1 + next(2), 1 + next(4));

    public override async Task RunAsync(Runtime runtime, Onlookers on)
    {
        var producers = Enumerable.Range(0, Producers).Select(i => new ThreadId($"p{i}")).ToArray();
        var consumers = Enumerable.Range(0, Consumers).Select(i => new ThreadId($"c{i}")).ToArray();
        var mirror = Mirror(new(
            EquatableSet.From(producers), EquatableSet.From(consumers), Capacity, Items, BoundedQueueVariant.Correct));
        // Who looks on is to see the run to its end, whatever the mirror says of it.
        Action<BoundedQueueAction> follow = on.Bus == IBusObserver.None ? mirror.Take : mirror.Follow;
        var queue = new MonitorQueue(runtime, Capacity, Variant, follow, new QueueWatch(on.Bus));
        var taken = new List<QueueItem>();
        await Operations.Join(
        [
            .. producers.Select(producer => runtime.Spawn($"producer {producer}", async () =>
            {
                for (var number = 1; number <= Items; number++)
                    await queue.PutAsync(new(producer, number));
            })),
            .. consumers.Select((consumer, i) => runtime.Spawn($"consumer {consumer}", async () =>
            {
                for (var left = ShareOf(i); left > 0; left--)
                {
                    var item = await queue.TakeAsync(consumer);
                    taken.Add(item);
                }
            })),
        ]);
        mirror.Check();
        mirror.Take(new BoundedQueueAction.Rest());
        Claim.Sequence(
            mirror.State.Consumed.OrderBy(item => (item.Producer, item.Number)),
            taken.OrderBy(item => (item.Producer, item.Number)),
            "what was taken");
    }

    public override IEnumerable<Story> Simpler()
    {
        foreach (var producers in Less(Producers, 1))
            yield return this with { Producers = producers };
        if (Producers > 1)
        {
            // Who puts more, or who takes, instead of one more who puts.
            yield return this with { Producers = Producers - 1, Items = Items * 2 };
            yield return this with { Producers = Producers - 1, Consumers = Consumers + 1 };
        }

        foreach (var consumers in Less(Consumers, 1))
            yield return this with { Consumers = consumers };
        foreach (var items in Less(Items, 1))
            yield return this with { Items = items };
        foreach (var capacity in Less(Capacity, 1))
            yield return this with { Capacity = capacity };
    }

    private int ShareOf(int consumer) => ((Producers * Items) + Consumers - 1 - consumer) / Consumers;

    private static MirrorRun<BoundedQueueState, BoundedQueueAction> Mirror(BoundedQueueModel model) => new(
        BoundedQueue.Init(model),
        (state, action) => BoundedQueue.Step(model, state, action),
        state =>
        {
            Claim.Holds(BoundedQueue.CapacityInv(model, state), nameof(BoundedQueue.CapacityInv));
            Claim.Holds(BoundedQueue.FifoInv(state), nameof(BoundedQueue.FifoInv));
        });
}
