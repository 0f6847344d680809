using System.Diagnostics;

namespace Verified.Reference;

/// <summary>Who is bound to what.</summary>
public readonly record struct Route(HandlerId Handler, Binding Binding);

/// <summary>Finds the handlers of an event (direct, by pattern, fanout, by headers), and the one of a command.</summary>
/// <remarks>
/// Immutable, so safe to use while others subscribe. A look-up takes O(words) for direct and fanout bindings; patterns
/// are a trie, in which only branches that fit are visited, each place once for each word; headers are tried one by one.
/// A change is O(routes).
/// </remarks>
public sealed class RoutingTable
{
    public static readonly RoutingTable Empty = new([]);

    private readonly Dictionary<string, List<HandlerId>> _direct = new(StringComparer.Ordinal);
    private readonly Dictionary<string, HandlerId> _commands = new(StringComparer.Ordinal);
    private readonly List<HandlerId> _fanout = [];
    private readonly List<(HandlerId Handler, Binding.Headers Binding)> _headers = [];
    private readonly PatternTrie _patterns = new();

    private RoutingTable(IReadOnlyList<Route> routes)
    {
        Routes = routes;
        foreach (var route in routes)
            Index(route);
    }

    /// <summary>All routes, none twice, in the order in which they were added.</summary>
    public IReadOnlyList<Route> Routes { get; }

    /// <summary>What matches depends on headers too, not on the topic alone.</summary>
    public bool UsesHeaders => _headers.Count > 0;

    /// <summary>This table with the route in it; the same one if it is there, or if its command is taken.</summary>
    public RoutingTable Add(Route route) =>
        Routes.Contains(route) || (route.Binding is Binding.Command(var topic) && _commands.ContainsKey(topic))
            ? this
            : new RoutingTable([.. Routes, route]);

    /// <summary>This table without the route; the same one if it is not there.</summary>
    public RoutingTable Remove(Route route) =>
        Routes.Contains(route) ? new RoutingTable([.. Routes.Where(other => other != route)]) : this;

    /// <summary>This table without any route of this handler.</summary>
    public RoutingTable Remove(HandlerId handler) =>
        Contains(handler) ? new RoutingTable([.. Routes.Where(other => other.Handler != handler)]) : this;

    public bool Contains(HandlerId handler) => Routes.Any(route => route.Handler == handler);

    /// <summary>Who handles commands of this topic, or null.</summary>
    public HandlerId? CommandHandler(string topic) =>
        _commands.TryGetValue(topic, out var handler) ? handler : null;

    /// <summary>The handlers of an event, each once, in their own order.</summary>
    /// <param name="topic">The topic of the event.</param>
    /// <param name="headers">Its headers; asked for only where a binding depends on them.</param>
    public HandlerId[] Match(string topic, Func<EquatableMap<string, string>> headers)
    {
        var found = new SortedSet<HandlerId>(_fanout);
        if (_direct.TryGetValue(topic, out var direct))
            found.UnionWith(direct);
        _patterns.Match(Binding.WordsOf(topic), found);
        if (_headers.Count > 0)
            MatchHeaders(headers(), found);
        return [.. found];
    }

    private void MatchHeaders(EquatableMap<string, string> present, SortedSet<HandlerId> found)
    {
        foreach (var (handler, binding) in _headers)
            if (Binding.Fits(binding, present))
                found.Add(handler);
    }

    private void Index(Route route)
    {
        switch (route.Binding)
        {
            case Binding.Direct(var topic):
                if (!_direct.TryGetValue(topic, out var handlers))
                    _direct.Add(topic, handlers = []);
                handlers.Add(route.Handler);
                break;
            case Binding.Pattern(var words):
                _patterns.Add(Binding.WordsOf(words), route.Handler);
                break;
            case Binding.Fanout:
                _fanout.Add(route.Handler);
                break;
            case Binding.Headers headers:
                _headers.Add((route.Handler, headers));
                break;
            case Binding.Command(var topic):
                _commands.Add(topic, route.Handler);
                break;
            default:
                throw new UnreachableException();
        }
    }
}
