using static Verified.Reference.CausalDeliveryAction;

namespace Verified.Reference;

/// <summary>Causal broadcast as a pure state machine: the mirror of <c>CausalDelivery.tla</c>.</summary>
/// <remarks>Names and values correspond as <see cref="EventLog"/> says.</remarks>
public static class CausalDelivery
{
    public static CausalDeliveryState Init(CausalDeliveryModel model) => new(
        Clock: EquatableMap.From(model.Nodes, _ => EquatableMap.From(model.Nodes, _ => 0)),
        Network: EquatableMap.From(model.Nodes, _ => default(EquatableSet<CausalMessage>)),
        Delivered: EquatableMap.From(model.Nodes, _ => default(EquatableArray<CausalMessage>)),
        Copies: 0);

    /// <summary>Every action with every argument, in the order of <c>CausalDelivery!Next</c>.</summary>
    public static IEnumerable<CausalDeliveryAction> Actions(CausalDeliveryModel model)
    {
        var named =
            from node in model.Nodes
            from sender in model.Nodes
            from number in Enumerable.Range(1, model.MaxSends)
            select (node, sender, number);
        return
        [
            .. model.Nodes.Select(node => new Send(node)),
            .. named.Select(to => new Deliver(to.node, to.sender, to.number)),
            .. named.Select(to => new Discard(to.node, to.sender, to.number)),
            .. named.Select(to => new Duplicate(to.node, to.sender, to.number)),
        ];
    }

    /// <summary>The state after the action, or null where it is not enabled.</summary>
    public static CausalDeliveryState? Step(
        CausalDeliveryModel model, CausalDeliveryState state, CausalDeliveryAction action) =>
        action switch
        {
            Send(var node)
                when Sent(state).Count < model.MaxSends
                => SendFrom(state, node),

            Deliver(var node, var from, var number)
                when Named(state.Network[node], from, number) is { } message
                  && MayDeliver(model, state, node, message) // CausallyClosedInv, NoDuplicateInv
                => state with
                {
                    Clock = state.Clock.SetItem(node, state.Clock[node].SetItem(from, number)),
                    Delivered = state.Delivered.SetItem(node, state.Delivered[node].Append(message)),
                    Network = Take(state, node, message),
                },

            Discard(var node, var from, var number)
                when Named(state.Network[node], from, number) is { } message
                  && Judge(state.Clock[node], message) == Readiness.Stale
                => state with { Network = Take(state, node, message) },

            Duplicate(var node, var from, var number)
                when Named(Sent(state), from, number) is { } message
                  && node != from
                  && !state.Network[node].Contains(message)
                  && state.Copies < model.MaxCopies
                => state with
                {
                    Copies = state.Copies + 1,
                    Network = state.Network.SetItem(node, state.Network[node].Add(message)),
                },

            _ => null,
        };

    /// <summary>What a node with these counts makes of a message. O(nodes).</summary>
    /// <remarks>Source: <c>CausalDelivery!Judge</c>.</remarks>
    public static Readiness Judge(EquatableMap<NodeId, int> clock, CausalMessage message)
    {
        if (NumberOf(message) <= clock[message.From])
            return Readiness.Stale;
        foreach (var (sender, known) in message.Clock)
            if (known > clock[sender] + (sender == message.From ? 1 : 0))
                return Readiness.Early;
        return Readiness.Ready;
    }

    /// <summary>Its number among the messages of its sender; the first is 1.</summary>
    public static int NumberOf(CausalMessage message) => message.Clock[message.From];

    /// <summary>No node gets a message and later a cause of it.</summary>
    public static bool CausalOrderInv(CausalDeliveryState state) =>
        state.Delivered.Values.All(messages => Pairs(messages).All(pair =>
            !IsCause(state, pair.Later, pair.Earlier)));

    /// <summary>Whoever has got a message had got all its causes before.</summary>
    public static bool CausallyClosedInv(CausalDeliveryState state) =>
        state.Delivered.Values.All(messages => messages.Select((message, j) => (message, j)).All(at =>
            Sent(state).All(cause =>
                !IsCause(state, cause, at.message) || messages.Take(at.j).Contains(cause))));

    /// <summary>No node gets a message twice.</summary>
    public static bool NoDuplicateInv(CausalDeliveryState state) =>
        state.Delivered.Values.All(messages => EquatableSet.From(messages).Count == messages.Count);

    /// <summary>The counts say exactly what caused what.</summary>
    public static bool ClocksTellCausesInv(CausalDeliveryState state) =>
        Sent(state).All(a => Sent(state).All(b =>
            IsCause(state, a, b) == (a != b && a.Clock.All(known => known.Value <= b.Clock[known.Key]))));

    /// <summary>All others get it; all that the node has got so far, and sent, is a cause of it.</summary>
    private static CausalDeliveryState SendFrom(CausalDeliveryState state, NodeId node)
    {
        var counts = state.Clock[node].SetItem(node, state.Clock[node][node] + 1);
        var message = new CausalMessage(node, counts);
        return state with
        {
            Clock = state.Clock.SetItem(node, counts),
            Delivered = state.Delivered.SetItem(node, state.Delivered[node].Append(message)),
            Network = EquatableMap.From(state.Network.Keys, other =>
                other == node ? state.Network[other] : state.Network[other].Add(message)),
        };
    }

    /// <summary>How the variants judge what they are about to deliver.</summary>
    private static bool MayDeliver(
        CausalDeliveryModel model, CausalDeliveryState state, NodeId node, CausalMessage message) =>
        model.Variant switch
        {
            CausalDeliveryVariant.NoGuard => Judge(state.Clock[node], message) != Readiness.Stale,
            CausalDeliveryVariant.PerSenderOrder =>
                NumberOf(message) == state.Clock[node][message.From] + 1,
            _ => Judge(state.Clock[node], message) == Readiness.Ready,
        };

    private static EquatableMap<NodeId, EquatableSet<CausalMessage>> Take(
        CausalDeliveryState state, NodeId node, CausalMessage message) =>
        state.Network.SetItem(node, EquatableSet.From(state.Network[node].Where(m => m != message)));

    /// <summary>All that was sent: each sender has its own.</summary>
    private static EquatableSet<CausalMessage> Sent(CausalDeliveryState state) => EquatableSet.From(
        state.Delivered.SelectMany(entry => entry.Value.Where(message => message.From == entry.Key)));

    /// <summary>The one of these messages that bears this name, or null.</summary>
    private static CausalMessage? Named(EquatableSet<CausalMessage> messages, NodeId from, int number) =>
        messages.FirstOrDefault(message => message.From == from && NumberOf(message) == number);

    /// <summary>The sender of <paramref name="b"/> had got <paramref name="a"/> when it sent b.</summary>
    private static bool IsCause(CausalDeliveryState state, CausalMessage a, CausalMessage b) =>
        Pairs(state.Delivered[b.From]).Any(pair => pair.Earlier == a && pair.Later == b);

    private static IEnumerable<(CausalMessage Earlier, CausalMessage Later)> Pairs(
        EquatableArray<CausalMessage> messages) =>
        messages.SelectMany((later, j) => messages.Take(j).Select(earlier => (earlier, later)));
}
