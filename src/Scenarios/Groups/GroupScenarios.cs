using Verified.Concurrency;
using Verified.Reference;
using static Verified.Scenarios.StoredEvents;

namespace Verified.Scenarios;

/// <summary>A consumer group: every record is processed with its effect once, whoever is wrongly taken for dead.</summary>
public static class GroupScenarios
{
    private const int Records = 3;

    private static readonly ConsumerId s_group = new("group");

    /// <summary>What must hold.</summary>
    public static IReadOnlyList<Scenario> All { get; } =
    [
        new("group-rebalance", "two members share the partitions; each record has its effect once, in order", IsBroken: false,
            runtime => RunAsync(runtime, 2, expiries: 0)),
        new("group-zombie", "a member that is wrongly taken for dead neither doubles an effect nor moves a commit", IsBroken: false,
            runtime => RunAsync(runtime, 2, expiries: 1)),
        new("group-silent", "a member that dies is found silent, and the other takes over", IsBroken: false,
            runtime => SilentAsync(runtime)),
    ];

    /// <summary>What must be found.</summary>
    public static IReadOnlyList<Scenario> Mistakes { get; } =
    [
        Mistake("group-unfenced", runtime => RunAsync(runtime, 2, 1, ConsumerGroupVariant.Unfenced)),
        Mistake("group-commit-ahead", runtime => SilentAsync(runtime, ConsumerGroupVariant.CommitAhead)),
    ];

    private static Task RunAsync(
        Runtime runtime, int members, int expiries, ConsumerGroupVariant variant = ConsumerGroupVariant.Correct) =>
        new GroupStory(members, 1, Records, [.. Enumerable.Repeat(0, expiries)]) { Variant = variant }.RunAsync(runtime);

    private static async Task SilentAsync(
        Runtime runtime, ConsumerGroupVariant variant = ConsumerGroupVariant.Correct)
    {
        var store = new InMemoryEventStore(runtime);
        var topic = new PartitionedTopic("topic", 1);
        await topic.AppendAsync(store, "key", [Event("r1"), Event("r2"), Event("r3")]);
        var coordinator = new GroupCoordinator(store, runtime, s_group, topic, new() { CommitEvery = 1, Variant = variant });
        var owed = runtime.CreateMonitor("the effect of every record");
        owed.MarkHot();
        using var death = new CancellationTokenSource();
        using var end = new CancellationTokenSource();
        var monitor = runtime.Spawn("monitor", () => UntilCancelledAsync(() => coordinator.MonitorAsync(end.Token)));
        using var first = new GroupConsumer(store, runtime, coordinator, new("m1"), GroupStory.Handler(runtime));
        using var second = new GroupConsumer(store, runtime, coordinator, new("m2"), GroupStory.Handler(runtime));
        var dying = runtime.Spawn("m1", () => UntilCancelledAsync(() => first.RunAsync(death.Token)));
        await runtime.PointAsync("life");
        death.Cancel();
        await dying;
        var living = runtime.Spawn("m2", () => second.RunAsync());
        await foreach (var recorded in store.SubscribeAsync(0))
            if (recorded.Stream.Value == "effects" && recorded.Event.Type == "effect-r3")
                break;
        owed.MarkCold();
        second.Drain();
        await living;
        end.Cancel();
        await monitor;
        await CheckEffectsAsync(store);
    }

    private static async Task UntilCancelledAsync(Func<Task> operation)
    {
        try
        {
            await operation();
        }
        catch (OperationCanceledException)
        {
            // As it was told.
        }
    }

    private static async Task CheckEffectsAsync(IEventStore store) => Claim.Sequence(
        Enumerable.Range(1, Records).Select(i => $"effect-r{i}"),
        await store.TypesAsync(recorded =>
            recorded.Stream.Value == "effects" && recorded.Event.Type != Inbox.MarkType),
        "the effects");

    private static Scenario Mistake(string name, Func<Runtime, Task> body) =>
        new(name, "each record has its effect once, and no commit goes back", IsBroken: true, body);
}
