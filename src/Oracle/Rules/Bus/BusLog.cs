using Verified.Oracle.History;
using Verified.Oracle.Rules.Store;

namespace Verified.Oracle.Rules.Bus;

/// <summary>What a history says of a bus, folded line by line; the rules share it.</summary>
/// <remarks>
/// Memory grows with distinct messages (about 150 bytes), pairs of message and consumer (80 bytes), and positions
/// (36 bytes, and about 130 for each delivery with a position); not with redeliveries of what was dealt with.
/// </remarks>
internal sealed class BusLog(HistoryHeader header, StoreLog? store, MemoryBudget budget)
{
    private readonly HashIndex _index = new(budget);
    private readonly NameTable _consumerNames = new(budget);
    private readonly NameTable _topicNames = new(budget);
    private readonly NameTable _partitionNames = new(budget);
    private readonly NameTable _scopes = new(budget);
    private readonly Dictionary<int, List<SubscriptionState>> _byTopic = [];

    public HistoryHeader Header { get; } = header;

    /// <summary>The store's log, where the history is of one too.</summary>
    public StoreLog? Store { get; } = store;

    public RecordTable<MessageRecord> Messages { get; } = new(budget, MessageRecord.Bytes);

    public RecordTable<DeliveryRecord> Deliveries { get; } = new(budget, DeliveryRecord.Bytes);

    public List<ConsumerState> Consumers { get; } = [];

    public List<PartitionState> Partitions { get; } = [];

    /// <summary>Subscriptions to all topics.</summary>
    public List<SubscriptionState> ToAll { get; } = [];

    /// <summary>Whether an upper line happened before a lower one.</summary>
    public bool RealTime => Header.Clock == HistoryClock.Shared;

    /// <summary>The message of this id, a new one if it was never named.</summary>
    public int Message(Hash128 id, uint line, int ordinal)
    {
        var at = _index.Start(id);
        int slot;
        while ((slot = _index.Candidate(id, ref at)) >= 0)
            if (Messages[slot].Id == id)
                return slot;
        slot = Messages.Add();
        _index.Insert(id, slot, at);
        ref var message = ref Messages[slot];
        message.Id = id;
        message.Deliveries = message.Topic = message.Scope = message.Partition = message.Cause = message.OwedByEvent = -1;
        message.Position = -1;
        message.NamedBy = line;
        message.Ordinal = ordinal;
        return slot;
    }

    /// <summary>What became of a message at a consumer; a new record if nothing did.</summary>
    public int Delivery(int message, int consumer)
    {
        var found = FindDelivery(message, consumer);
        if (found >= 0) return found;
        var added = Deliveries.Add();
        ref var delivery = ref Deliveries[added];
        delivery.Message = message;
        delivery.Consumer = consumer;
        delivery.Next = Messages[message].Deliveries;
        Messages[message].Deliveries = added;
        return added;
    }

    /// <summary>The same, or −1. O(consumers of the message).</summary>
    public int FindDelivery(int message, int consumer)
    {
        for (var at = Messages[message].Deliveries; at >= 0; at = Deliveries[at].Next)
            if (Deliveries[at].Consumer == consumer)
                return at;
        return -1;
    }

    public int Consumer(Hash128 name, uint line)
    {
        var number = _consumerNames.FindOrAdd(name);
        if (number < Consumers.Count) return number;
        budget.Take(300);
        Consumers.Add(new ConsumerState(Header.Effect, line));
        return number;
    }

    public int FindConsumer(Hash128 name) => _consumerNames.Find(name);

    public int Topic(Hash128 name) => _topicNames.FindOrAdd(name);

    /// <summary>A partition; the one without name is one too.</summary>
    public int Partition(Hash128 name)
    {
        var number = _partitionNames.FindOrAdd(name);
        if (number == Partitions.Count) Partitions.Add(new PartitionState(budget));
        return number;
    }

    /// <summary>Among which messages one of this topic and key has an order, or −1.</summary>
    public int Scope(Hash128 topic, Hash128 key, bool hasKey) => Header.OrderScope switch
    {
        OrderScope.Topic => _scopes.FindOrAdd(topic),
        OrderScope.Key when hasKey => _scopes.FindOrAdd(Both(topic, key)),
        _ => -1,
    };

    public CursorState Cursor(int consumer, int partition, uint line)
    {
        var cursors = Consumers[consumer].Cursors;
        if (cursors.TryGetValue(partition, out var known)) return known;
        budget.Take(700);
        return cursors[partition] = new CursorState(line);
    }

    /// <summary>The subscriptions to a topic alone; none for −1.</summary>
    public List<SubscriptionState> To(int topic) => _byTopic.TryGetValue(topic, out var known) ? known : [];

    /// <summary>A consumer's subscription to a topic (−1: to all), a new one if there was none.</summary>
    public SubscriptionState Subscription(int consumer, int topic, bool isFiltered)
    {
        var all = topic < 0 ? ToAll : _byTopic.TryGetValue(topic, out var known) ? known : _byTopic[topic] = [];
        foreach (var subscription in all)
            if (subscription.Consumer == consumer)
                return subscription;
        budget.Take(100);
        var added = new SubscriptionState(consumer, isFiltered);
        all.Add(added);
        Consumers[consumer].Subscriptions.Add(added);
        return added;
    }

    /// <summary>Whether a message certainly came before another in the order they share.</summary>
    public bool Precedes(int first, int second)
    {
        ref var a = ref Messages[first];
        ref var b = ref Messages[second];
        if (AreComparable(ref a, ref b)) return a.Position < b.Position;
        return RealTime && a.Acknowledged != 0 && b.Publish != 0 && a.Acknowledged < b.Publish && !b.Has(MessageFlags.Foreseen);
    }

    /// <summary>Whether their positions tell their order: in one partition, and of messages of which there are no copies.</summary>
    public bool AreComparable(ref MessageRecord a, ref MessageRecord b) =>
        a.Position >= 0 && b.Position >= 0 && a.Partition == b.Partition
        && (Header.IdempotentPublish || ((a.Flags | b.Flags) & MessageFlags.Again) == 0);

    private static Hash128 Both(Hash128 a, Hash128 b)
    {
        Span<byte> bytes = stackalloc byte[32];
        System.Buffers.Binary.BinaryPrimitives.WriteUInt64LittleEndian(bytes, a.High);
        System.Buffers.Binary.BinaryPrimitives.WriteUInt64LittleEndian(bytes[8..], a.Low);
        System.Buffers.Binary.BinaryPrimitives.WriteUInt64LittleEndian(bytes[16..], b.High);
        System.Buffers.Binary.BinaryPrimitives.WriteUInt64LittleEndian(bytes[24..], b.Low);
        return Hash128.Of(bytes);
    }
}
