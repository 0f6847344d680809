using Verified.Concurrency;
using Verified.Reference;
using static Verified.Scenarios.StoredEvents;

namespace Verified.Scenarios;

/// <summary>What happens to a consumer group: how many members, partitions and records there are, and who is taken for dead.</summary>
/// <param name="Members">How many members; they are numbered from 0.</param>
/// <param name="Partitions">How many partitions.</param>
/// <param name="Records">How many records each partition has.</param>
/// <param name="Doubts">The members that are wrongly taken for dead, each at any time.</param>
public sealed record GroupStory(int Members, int Partitions, int Records, EquatableArray<int> Doubts)
{
    internal ConsumerGroupVariant Variant { get; init; } = ConsumerGroupVariant.Correct;

    /// <summary>Tells the story.</summary>
    /// <exception cref="BrokenClaimException">The group does what its mirror does not allow, passes over a record, or an
    /// effect is doubled, lost, or out of order.</exception>
    public Task RunAsync(Runtime runtime) => RunAsync(runtime, Onlookers.None);

    /// <summary>Tells the story while others look on.</summary>
    /// <inheritdoc cref="RunAsync(Runtime)"/>
    public async Task RunAsync(Runtime runtime, Onlookers on)
    {
        var topic = new PartitionedTopic("topic", Partitions);
        var store = StoreOf(runtime, on, topic);
        foreach (var partition in topic.Partitions)
            for (var i = 0; i < Records; i++)
                await store.PublishAsync(topic.StreamOf(partition).Value, $"r{partition}.{i}");
        var mirror = new GroupMirror(topic, [.. Enumerable.Range(0, Members).Select(i => $"m{i}")], Records, Doubts.Count);
        var moved = runtime.CreateSignal("moved");
        var watch = new Watch(moved);
        var coordinator = new GroupCoordinator(store, runtime, new("group"), topic, new()
        {
            CommitEvery = 1,
            Variant = Variant,
            BusObserver = on.Bus,
            Observer = action => watch.Follow(mirror, action),
        });
        var members = Enumerable.Range(0, Members).Select(i => new GroupConsumer(
            store, runtime, coordinator, new($"m{i}"), watch.Over(Handler(runtime)), new() { BusObserver = on.Bus })).ToList();
        var operations = members.Select(member => runtime.Spawn(member.Id.Value, () => member.RunAsync())).ToList();
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
        await Task.WhenAll(operations.ToArray());
        foreach (var partition in topic.Partitions)
            Claim.Sequence(
                Enumerable.Range(0, Records).Select(i => $"effect-r{partition}.{i}"),
                (await store.TypesAsync(recorded => recorded.Stream.Value == "effects" && recorded.Event.Type != Inbox.MarkType))
                    .Where(type => type.StartsWith($"effect-r{partition}.", StringComparison.Ordinal)),
                $"the effects of partition {partition}");
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

    /// <summary>Sees when the mirror does not allow a step, or a record is handed out though the one before it never was; and
    /// has the story end there, since the members go on for ever.</summary>
    private sealed class Watch(Signal moved)
    {
        private readonly Dictionary<StreamId, long> _next = [];
        private string? _broken;

        public void Follow(GroupMirror mirror, ConsumerGroupAction action)
        {
            try
            {
                mirror.Take(action);
            }
            catch (BrokenClaimException broken)
            {
                _broken ??= broken.Message;
            }

            moved.Pulse();
        }

        public MessageHandler Over(MessageHandler handler) => (message, cancellationToken) =>
        {
            var (stream, version) = (message.Recorded.Stream, message.Recorded.Version);
            var next = _next.GetValueOrDefault(stream);
            if (version > next)
            {
                _broken ??= $"{message.Id} is handed out, and the record before it never was";
                moved.Pulse();
            }

            _next[stream] = Math.Max(next, version + 1);
            return handler(message, cancellationToken);
        };

        public void Check() => Claim.Holds(_broken is null, _broken ?? "");
    }
}
