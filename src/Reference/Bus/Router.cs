namespace Verified.Reference;

/// <summary>Who has to handle what, as the dispatcher goes through the log. For one reader.</summary>
/// <param name="subscriptions">Who is subscribed.</param>
/// <param name="slotOf">The handlers of this process.</param>
internal sealed class Router(SubscriptionStream subscriptions, Func<HandlerId, HandlerSlot> slotOf)
{
    /// <summary>Topics may be many; beyond this the cache starts again.</summary>
    private const int MaxCached = 4096;

    /// <summary>The handlers of a topic, while no binding asks for headers.</summary>
    private readonly Dictionary<string, HandlerSlot[]> _cache = new(StringComparer.Ordinal);

    /// <summary>The last look-up: mostly the next one as well.</summary>
    private (string? Topic, HandlerSlot[] Handlers) _last;

    /// <summary>Who is subscribed at the place of the log that was read last.</summary>
    public RoutingTable Table { get; private set; } = RoutingTable.Empty;

    /// <summary>All that were ever subscribed: their dead letters outlive them.</summary>
    public HashSet<HandlerId> Handlers { get; } = [];

    /// <summary>The subscriptions at the checkpoint.</summary>
    public async ValueTask StartAsync(long checkpoint, CancellationToken cancellationToken) =>
        Use(await subscriptions.ReadAsync(checkpoint, cancellationToken));

    /// <summary>Goes on behind a record of the system.</summary>
    public void Apply(RecordedEvent recorded)
    {
        if (recorded.Stream == subscriptions.Stream)
            Use(SubscriptionStream.Apply(Table, recorded));
    }

    /// <summary>The handlers of an event, each once.</summary>
    public HandlerSlot[] Match(RecordedEvent recorded)
    {
        var topic = recorded.Event.Type;
        if (ReferenceEquals(topic, _last.Topic))
            return _last.Handlers;
        return Table.UsesHeaders ? MatchWithHeaders(recorded.Event) : MatchTopic(topic);
    }

    private HandlerSlot[] MatchTopic(string topic)
    {
        if (!_cache.TryGetValue(topic, out var handlers))
        {
            if (_cache.Count >= MaxCached)
                _cache.Clear();
            handlers = Array.ConvertAll(Table.Match(topic, () => default), slotOf.Invoke);
            _cache.Add(topic, handlers);
        }

        _last = (topic, handlers);
        return handlers;
    }

    private HandlerSlot[] MatchWithHeaders(EventData data) =>
        Array.ConvertAll(Table.Match(data.Type, () => EventHeaders.Of(data)), slotOf.Invoke);

    private void Use(RoutingTable table)
    {
        Table = table;
        _cache.Clear();
        _last = default;
        foreach (var route in table.Routes)
            Handlers.Add(route.Handler);
    }
}
