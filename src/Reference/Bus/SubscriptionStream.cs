using System.Diagnostics;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace Verified.Reference;

/// <summary>Who is subscribed to a bus: a stream of the store, so that the log says who was subscribed when.</summary>
/// <remarks>An event is for those whose subscription is below it in the log. So storing it stores the duty to dispatch
/// it as well. Thread-safe, without state of its own. Source: <c>EventBus</c>, VARIABLE <c>subscribed</c>.</remarks>
internal sealed class SubscriptionStream(IEventStore store, string bus)
{
    private const string SubscribedType = "$subscribed";
    private const string UnsubscribedType = "$unsubscribed";

    public StreamId Stream { get; } = new($"$bus/{bus}");

    /// <summary>The subscriptions at or below a position.</summary>
    public async ValueTask<RoutingTable> ReadAsync(long upTo, CancellationToken cancellationToken) =>
        (await FoldAsync(upTo, cancellationToken)).Table;

    /// <summary>Adds a route, if it is new and its command is not taken.</summary>
    public ValueTask<(RoutingTable Before, RoutingTable After)> AddAsync(
        Route route, CancellationToken cancellationToken) =>
        ChangeAsync(SubscribedType, route, table => table.Add(route), cancellationToken);

    /// <summary>Takes a route away, if it is there.</summary>
    public ValueTask<(RoutingTable Before, RoutingTable After)> RemoveAsync(
        Route route, CancellationToken cancellationToken) =>
        ChangeAsync(UnsubscribedType, route, table => table.Remove(route), cancellationToken);

    /// <summary>The table after an event of <see cref="Stream"/>.</summary>
    /// <exception cref="EventStoreException.Corrupt">It cannot be read.</exception>
    public static RoutingTable Apply(RoutingTable table, RecordedEvent recorded)
    {
        try
        {
            var route = JsonSerializer.Deserialize(recorded.Event.Data.Span, BusJson.Default.RouteRecord)!.ToRoute();
            return recorded.Event.Type == SubscribedType ? table.Add(route) : table.Remove(route);
        }
        catch (JsonException malformed)
        {
            throw new EventStoreException.Corrupt(
                $"The subscription at position {recorded.Position} cannot be read: {malformed.Message}", malformed);
        }
    }

    /// <summary>Decides on what is stored, writes behind it, and decides again where others wrote first.</summary>
    private async ValueTask<(RoutingTable Before, RoutingTable After)> ChangeAsync(
        string type, Route route, Func<RoutingTable, RoutingTable> change, CancellationToken cancellationToken)
    {
        while (true)
        {
            var (before, version) = await FoldAsync(long.MaxValue, cancellationToken);
            var after = change(before);
            if (ReferenceEquals(before, after))
                return (before, after);
            var expected = version < 0 ? (ExpectedVersion)new ExpectedVersion.NoStream() : new ExpectedVersion.Exact(version);
            var data = JsonSerializer.SerializeToUtf8Bytes(RouteRecord.Of(route), BusJson.Default.RouteRecord);
            EventData[] record = [new(new EventId($"{Stream}/{version + 1}"), type, data, default)];
            if (await store.AppendAsync(Stream, expected, record, cancellationToken) is AppendResult.Appended)
                return (before, after);
        }
    }

    private async ValueTask<(RoutingTable Table, long Version)> FoldAsync(
        long upTo, CancellationToken cancellationToken)
    {
        var (table, version) = (RoutingTable.Empty, -1L);
        await foreach (var recorded in store.ReadStreamAsync(
            Stream, ReadDirection.Forwards, 0, cancellationToken: cancellationToken))
            if (recorded.Position <= upTo)
                (table, version) = (Apply(table, recorded), recorded.Version);
        return (table, version);
    }
}

/// <summary>A route as it is stored.</summary>
internal sealed record RouteRecord(
    string Handler, string Kind, string? Text, SortedDictionary<string, string>? Headers, bool All)
{
    public static RouteRecord Of(Route route) => route.Binding switch
    {
        Binding.Direct(var topic) => new(route.Handler.Value, "direct", topic, null, false),
        Binding.Pattern(var words) => new(route.Handler.Value, "pattern", words, null, false),
        Binding.Fanout => new(route.Handler.Value, "fanout", null, null, false),
        Binding.Headers(var required, var all) =>
            new(route.Handler.Value, "headers", null, new(required.ToDictionary(h => h.Key, h => h.Value)), all),
        Binding.Command(var topic) => new(route.Handler.Value, "command", topic, null, false),
        _ => throw new UnreachableException(),
    };

    /// <exception cref="JsonException">There is no such kind of binding.</exception>
    public Route ToRoute() => new(new HandlerId(Handler), Kind switch
    {
        "direct" => new Binding.Direct(Text ?? ""),
        "pattern" => new Binding.Pattern(Text ?? ""),
        "fanout" => new Binding.Fanout(),
        "headers" => new Binding.Headers(
            EquatableMap.From(EquatableSet.From((Headers ?? []).Keys), name => Headers![name]), All),
        "command" => new Binding.Command(Text ?? ""),
        _ => throw new JsonException($"there is no kind of binding '{Kind}'"),
    });
}

/// <summary>How what the bus stores is written.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase)]
[JsonSerializable(typeof(RouteRecord))]
internal sealed partial class BusJson : JsonSerializerContext;
