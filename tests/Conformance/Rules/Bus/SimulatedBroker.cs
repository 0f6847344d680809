namespace Verified.Tests.Conformance.Rules.Bus;

/// <summary>A message in the queue of one consumer.</summary>
internal sealed class QueuedMessage(StoredMessage message)
{
    public StoredMessage Message { get; } = message;

    public int Deliveries { get; set; }

    public bool WasDelivered { get; set; }

    /// <summary>Who has it; null: nobody.</summary>
    public BusActor? Holder { get; set; }

    public bool IsDead { get; set; }

    public bool IsGone { get; set; }
}

/// <summary>The state of a correct bus: partitions, queues, the inbox of the consumer that has one.</summary>
internal sealed class SimulatedBroker(BusSimulation bus)
{
    private readonly List<(string Consumer, string Topic)> _subscriptions = [];
    private readonly Dictionary<string, List<QueuedMessage>> _queues = [];
    private readonly List<Publication> _inFlight = [];

    public List<StoredMessage>[] Partitions { get; } = [[], []];

    /// <summary>What consumer <c>a</c> has in its inbox.</summary>
    public HashSet<string> Inbox { get; } = [];

    public bool IsEmpty => _queues.Values.All(queue => queue.TrueForAll(queued => queued.IsGone || queued.IsDead));

    public void Subscribe(string consumer, string topic)
    {
        _subscriptions.Add((consumer, topic));
        _queues.TryAdd(consumer, []);
    }

    /// <summary>Stores a message, or recognises it: the bus's one step.</summary>
    public void Store(Publication publication)
    {
        publication.Decided = true;
        var known = bus.IsIdempotent
            ? Partitions.SelectMany(partition => partition).FirstOrDefault(stored => stored.Id == publication.Id) : null;
        publication.IsDuplicate = known is not null;
        if (known is null)
        {
            var partition = publication.Key is null ? bus.Random.Next(2) : publication.Key[^1] % 2;
            known = new StoredMessage(publication.Id, publication.Topic, publication.Key, partition, Partitions[partition].Count);
            Partitions[partition].Add(known);
            foreach (var (consumer, topic) in _subscriptions)
                if (topic == publication.Topic)
                    _queues[consumer].Add(new QueuedMessage(known));
        }

        publication.Stored = known;
    }

    /// <summary>The next message for a consumer, or null.</summary>
    public QueuedMessage? Next(string consumer, BusActor holder)
    {
        var eligible = _queues[consumer].FindAll(queued => IsEligible(_queues[consumer], queued));
        if (eligible.Count == 0) return null;
        var next = eligible[bus.Random.Next(eligible.Count)];
        next.Holder = holder;
        return next;
    }

    public void LeaveInFlight(Publication publication) => _inFlight.Add(publication);

    public void ForgetInFlight() => _inFlight.Clear();

    /// <summary>A lease runs out, though its holder may be at work; or a publication takes effect late.</summary>
    public void TimeOutOne()
    {
        if (_inFlight.Count > 0 && bus.Random.Next(2) == 0)
        {
            Store(_inFlight[0]);
            _inFlight.RemoveAt(0);
            return;
        }

        var leased = All(queued => queued.Holder is not null);
        if (leased.Count > 0) leased[bus.Random.Next(leased.Count)].Holder = null;
    }

    public void TimeOutAbandoned()
    {
        foreach (var queued in All(queued => queued.Holder is QueueWorker worker && !worker.Holds(queued))) queued.Holder = null;
    }

    public void ReplayOne()
    {
        foreach (var (consumer, queue) in _queues)
        {
            if (queue.Find(queued => queued.IsDead) is not { } dead) continue;
            bus.History.Operation(bus.NewProcess(), "replay", $"\"consumer\":\"{consumer}\",\"events\":[{{\"id\":\"{dead.Message.Id}\"}}]");
            dead.IsDead = false;
            dead.Deliveries = 0;
            return;
        }
    }

    private List<QueuedMessage> All(Predicate<QueuedMessage> which) => [.. _queues.Values.SelectMany(queue => queue.FindAll(which))];

    private bool IsEligible(List<QueuedMessage> queue, QueuedMessage queued)
    {
        if (queued.IsGone || queued.IsDead || queued.Holder is not null) return false;
        if (bus.Order == 0 || queued.Message.Key is null) return true;
        foreach (var earlier in queue)
        {
            if (earlier == queued) return true;
            if (earlier.Message.Key != queued.Message.Key || earlier.Message.Topic != queued.Message.Topic) continue;
            if (!earlier.WasDelivered || (bus.Order == 2 && !earlier.IsGone && !earlier.IsDead)) return false;
        }

        return true;
    }
}
