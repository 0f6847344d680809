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
        Scenario.Sound("group-rebalance", "two members share the partitions; each record has its effect once, in order",
            (runtime, on) => RunAsync(runtime, on, expiries: 0)),
        Scenario.Sound("group-zombie", "a member that is wrongly taken for dead neither doubles an effect nor moves a commit",
            (runtime, on) => RunAsync(runtime, on, expiries: 1)),
        Scenario.Sound("group-silent", "a member that dies is found silent, and the other takes over",
            (runtime, on) => SilentAsync(runtime, on)),
    ];

    /// <summary>What must be found.</summary>
    public static IReadOnlyList<Scenario> Mistakes { get; } =
    [
        Mistake("group-unfenced", (runtime, on) => RunAsync(runtime, on, expiries: 1, ConsumerGroupVariant.Unfenced)),
        Mistake("group-commit-ahead", (runtime, on) => SilentAsync(runtime, on, ConsumerGroupVariant.CommitAhead)),
    ];

    /// <summary>The same in stories that are drawn.</summary>
    public static IReadOnlyList<DrawnScenario> Drawn { get; } =
    [
        DrawnScenario.Sound("group-drawn", "each record has its effect once, in order, whoever dies or is taken for dead", GroupStory.Draw),
        DrawnMistake("group-drawn-unfenced", ConsumerGroupVariant.Unfenced),
        DrawnMistake("group-drawn-commit-ahead", ConsumerGroupVariant.CommitAhead),
    ];

    private static Task RunAsync(
        Runtime runtime, Onlookers on, int expiries, ConsumerGroupVariant variant = ConsumerGroupVariant.Correct) =>
        new GroupStory(Members: 2, Partitions: 1, Records, [.. Enumerable.Repeat(0, expiries)]) { Variant = variant }
            .RunAsync(runtime, on);

    private static async Task SilentAsync(
        Runtime runtime, Onlookers on, ConsumerGroupVariant variant = ConsumerGroupVariant.Correct)
    {
        var topic = new PartitionedTopic("topic", 1);
        var store = GroupStory.StoreOf(runtime, on, topic);
        await topic.AppendAsync(store, "key", [Event("r1"), Event("r2"), Event("r3")]);
        var coordinator = new GroupCoordinator(store, runtime, s_group, topic, new()
        {
            CommitEvery = 1,
            Variant = variant,
            BusObserver = on.Bus,
        });
        var members = new DurableConsumerOptions { BusObserver = on.Bus };
        var owed = runtime.CreateMonitor("the effect of every record");
        owed.MarkHot();
        using var death = new CancellationTokenSource();
        using var end = new CancellationTokenSource();
        var monitor = runtime.Spawn("monitor", () => Operations.UntilCancelled(coordinator.MonitorAsync(end.Token)));
        using var first = new GroupConsumer(store, runtime, coordinator, new("m1"), GroupStory.Handler(runtime), members);
        using var second = new GroupConsumer(store, runtime, coordinator, new("m2"), GroupStory.Handler(runtime), members);
        var dying = runtime.Spawn("m1", () => Operations.UntilCancelled(first.RunAsync(death.Token)));
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

    private static async Task CheckEffectsAsync(IEventStore store) => Claim.Sequence(
        Enumerable.Range(1, Records).Select(i => $"effect-r{i}"),
        await store.TypesAsync(recorded =>
            recorded.Stream.Value == "effects" && recorded.Event.Type != Inbox.MarkType),
        "the effects");

    private static DrawnScenario DrawnMistake(string name, ConsumerGroupVariant variant) => DrawnScenario.Mistake(
        name,
        "each record has its effect once, and no commit goes back",
        next => GroupStory.Draw(next) with { Variant = variant });

    private static Scenario Mistake(string name, Func<Runtime, Onlookers, Task> body) =>
        Scenario.Mistake(name, "each record has its effect once, and no commit goes back", body);
}
