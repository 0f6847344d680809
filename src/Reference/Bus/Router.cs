namespace Verified.Reference;

/// <summary>Who has to handle what, as the dispatcher goes through the log. For one reader.</summary>
internal sealed class Router(SubscriptionStream subscriptions)
{
    /// <summary>Topics may be many; beyond this the cache starts again.</summary>
    private const int MaxCached = 4096;

    /// <summary>The handlers of a topic, while no binding asks for headers.</summary>
    private readonly Dictionary<string, HandlerId[]> _cache = new(StringComparer.Ordinal);

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
    public HandlerId[] Match(RecordedEvent recorded)
    {
        var topic = recorded.Event.Type;
        if (Table.UsesHeaders)
            return Table.Match(topic, () => EventHeaders.Of(recorded.Event));
        if (_cache.TryGetValue(topic, out var handlers))
            return handlers;
        if (_cache.Count >= MaxCached)
            _cache.Clear();
        handlers = Table.Match(topic, () => default);
        _cache.Add(topic, handlers);
        return handlers;
    }

    private void Use(RoutingTable table)
    {
        Table = table;
        _cache.Clear();
        foreach (var route in table.Routes)
            Handlers.Add(route.Handler);
    }
}
