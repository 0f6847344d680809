using Verified.Concurrency;
using Verified.Reference;
using static Verified.Scenarios.StoredEvents;

namespace Verified.Scenarios;

/// <summary>What happens to a consumer group: how many members, partitions and records there are, who is taken for dead, and
/// who dies.</summary>
/// <param name="Members">How many members; they are numbered from 0.</param>
/// <param name="Partitions">How many partitions.</param>
/// <param name="Records">How many records each partition has.</param>
/// <param name="Doubts">The members that are wrongly taken for dead, each at any time.</param>
/// <param name="Deaths">So many of the last members die, each at any time, and are found silent. One lives.</param>
public sealed record GroupStory(int Members, int Partitions, int Records, EquatableArray<int> Doubts, int Deaths = 0) : Story
{
    internal ConsumerGroupVariant Variant { get; init; } = ConsumerGroupVariant.Correct;

    /// <summary>Draws up to three members, two partitions of two records, two doubts and one death.</summary>
    public static GroupStory Draw(Func<int, int> next)
    {
        var members = 1 + next(3);
        var (partitions, records, doubts) = (1 + next(2), 1 + next(2), new int[next(3)]);
        for (var i = 0; i < doubts.Length; i++)
            doubts[i] = next(members);
        return new(members, partitions, records, EquatableArray.From(doubts), members == 1 ? 0 : next(2));
    }

    public override async Task RunAsync(Runtime runtime, Onlookers on)
    {
        var topic = new PartitionedTopic("topic", Partitions);
        var moved = runtime.CreateSignal("moved");
        var watch = new GroupWatch(moved);
        var store = new CommitWatch(StoreOf(runtime, on, topic), topic, watch.Commits);
        foreach (var partition in topic.Partitions)
            for (var i = 0; i < Records; i++)
                await store.PublishAsync(topic.StreamOf(partition).Value, $"r{partition}.{i}");
        var mirror = new GroupMirror(
            topic, [.. Enumerable.Range(0, Members).Select(i => $"m{i}")], Records, Doubts.Count + Deaths);
        var coordinator = new GroupCoordinator(store, runtime, new("group"), topic, new()
        {
            CommitEvery = 1,
            Variant = Variant,
            BusObserver = on.Bus,
            Observer = action => watch.Follow(mirror, action),
        });
        var members = Enumerable.Range(0, Members).Select(i => new GroupConsumer(
            store, runtime, coordinator, new($"m{i}"), watch.Over(Handler(runtime)), new() { BusObserver = on.Bus })).ToList();
        var living = members.Take(Members - Deaths).Select(member => runtime.Spawn(member.Id.Value, () => member.RunAsync()));
        var dying = members.Skip(Members - Deaths).Select(member => runtime.Spawn(
            member.Id.Value, () => Operations.UntilCancelled(DieAsync(runtime, member))));
        using var end = new CancellationTokenSource();
        var operations = living.Concat(dying).ToList();
        if (Deaths > 0)
            operations.Add(runtime.Spawn("monitor", () => Operations.UntilCancelled(coordinator.MonitorAsync(end.Token))));
        foreach (var doubt in Doubts)
            operations.Add(runtime.Spawn($"doubt of m{doubt}", () => coordinator.ExpireAsync(new($"m{doubt}")).AsTask()));
        var owed = runtime.CreateMonitor("the commit of every record");
        owed.MarkHot();
        for (var seen = moved.Version; !mirror.IsFinished; seen = moved.Version)
        {
            watch.Check();
            await moved.WaitAsync(seen);
        }

        watch.Check();
        owed.MarkCold();
        mirror.Ends();
        foreach (var member in members)
            member.Drain();
        end.Cancel();
        await Operations.Join([.. operations]);
        foreach (var partition in topic.Partitions)
            Claim.Sequence(
                Enumerable.Range(0, Records).Select(i => $"effect-r{partition}.{i}"),
                (await store.TypesAsync(recorded => recorded.Stream.Value == "effects" && recorded.Event.Type != Inbox.MarkType))
                    .Where(type => type.StartsWith($"effect-r{partition}.", StringComparison.Ordinal)),
                $"the effects of partition {partition}");
    }

    public override IEnumerable<Story> Simpler()
    {
        foreach (var doubts in Shorter(Doubts).Concat(WithOneSimpler(Doubts, doubt => Less(doubt, 0))))
            yield return this with { Doubts = doubts };
        if (Doubts.Count > 0)
            yield return this with { Doubts = Doubts.Tail(), Members = Members + 1 }; // who joins instead of who is doubted
        foreach (var deaths in Less(Deaths, 0))
            yield return this with { Deaths = deaths };
        foreach (var members in Less(Members, 1))
            if (Deaths < members && Doubts.All(doubt => doubt < members))
                yield return this with { Members = members };
        foreach (var partitions in Less(Partitions, 1))
            yield return this with { Partitions = partitions };
        foreach (var records in Less(Records, 1))
            yield return this with { Records = records };
    }

    /// <summary>Runs a member that dies at some time: it does nothing more, and tells nobody.</summary>
    private static async Task DieAsync(Runtime runtime, GroupConsumer member)
    {
        using var death = new CancellationTokenSource();
        var run = runtime.Spawn($"{member.Id} lives", () => member.RunAsync(death.Token));
        await runtime.PointAsync("life");
        death.Cancel();
        await run;
    }

    /// <summary>Each delivery makes up new ids, so that nothing but the inbox keeps an effect from being doubled.</summary>
    internal static MessageHandler Handler(Runtime runtime) => (message, _) =>
        ValueTask.FromResult<Reaction>(new Reaction.Append(
            new("effects"),
            new ExpectedVersion.Any(),
            [Event($"effect-{runtime.NewId()}", $"effect-{message.Id}")],
            []));

    /// <summary>A store, and a group that is subscribed to the topic in it.</summary>
    internal static PublishingStore StoreOf(Runtime runtime, Onlookers on, PartitionedTopic topic)
    {
        on.Bus.Ended(on.Bus.Subscribing("group", topic.Name, EffectPromise.ExactlyOnce), ObservedOutcome.Succeeded);
        var partitions = topic.Partitions.ToDictionary(topic.StreamOf, partition => partition.Value);
        return new(
            on.Around(new InMemoryEventStore(runtime)),
            on.Bus,
            (stream, sent) => partitions.TryGetValue(stream, out var partition)
                ? new ObservedMessage(sent.Id.Value, topic.Name, Key: partition, Partition: partition)
                : null,
            (version, _) => version + 1);
    }
}
