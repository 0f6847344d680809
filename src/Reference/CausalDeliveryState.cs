namespace Verified.Reference;

/// <summary>The constants of <c>CausalDelivery</c>.</summary>
/// <param name="Nodes">Names of nodes.</param>
/// <param name="MaxSends">How many messages all nodes together may send.</param>
/// <param name="MaxCopies">How often the network may repeat a message.</param>
/// <param name="Variant">The design, or a mistake that must be found.</param>
public sealed record CausalDeliveryModel(
    EquatableSet<NodeId> Nodes, int MaxSends, int MaxCopies, CausalDeliveryVariant Variant);

/// <summary>The name of a node; compared ordinally.</summary>
/// <remarks>Source: <c>CausalDelivery</c>, CONSTANT <c>Nodes</c>.</remarks>
public readonly record struct NodeId(string Value) : IComparable<NodeId>
{
    public int CompareTo(NodeId other) => string.CompareOrdinal(Value, other.Value);

    public override string ToString() => Value;
}

/// <summary>The design of causal delivery, or a mistake in it. Source: <c>CausalDelivery!Variants</c>.</summary>
public enum CausalDeliveryVariant
{
    Correct,

    /// <summary>What arrives is delivered, unless something later of the same sender was.</summary>
    NoGuard,

    /// <summary>What arrives is delivered in the order in which its sender sent it.</summary>
    PerSenderOrder,
}

/// <summary>What a node makes of a message. Source: <c>CausalDelivery!Judge</c>.</summary>
public enum Readiness
{
    /// <summary>Delivered before, a copy: discard it.</summary>
    Stale,

    /// <summary>The next one of its sender, and all its causes are delivered.</summary>
    Ready,

    /// <summary>Something is missing: keep it.</summary>
    Early,
}

/// <summary>A message: its sender, and how many messages of each sender it knew, itself included.</summary>
/// <remarks>Source: <c>CausalDelivery!Message</c>. Sender and number name one message, and order them.</remarks>
public sealed record CausalMessage(NodeId From, EquatableMap<NodeId, int> Clock) : IComparable<CausalMessage>
{
    /// <summary>By sender, then by number.</summary>
    public int CompareTo(CausalMessage? other) =>
        other is null ? 1
        : From.CompareTo(other.From) is var bySender and not 0 ? bySender
        : CausalDelivery.NumberOf(this).CompareTo(CausalDelivery.NumberOf(other));
}

/// <summary>The variables of <c>CausalDelivery</c>.</summary>
/// <param name="Clock">For each node: how many messages were delivered to it, by sender.</param>
/// <param name="Network">For each node: the messages on their way to it.</param>
/// <param name="Delivered">For each node: what was delivered to it, in order; what it sends is
/// delivered to it at once.</param>
/// <param name="Copies">How often the network repeated a message.</param>
public sealed record CausalDeliveryState(
    EquatableMap<NodeId, EquatableMap<NodeId, int>> Clock,
    EquatableMap<NodeId, EquatableSet<CausalMessage>> Network,
    EquatableMap<NodeId, EquatableArray<CausalMessage>> Delivered,
    int Copies);

/// <summary>The actions of <c>CausalDelivery</c>, with their arguments. The first number is 1.</summary>
public abstract record CausalDeliveryAction
{
    private CausalDeliveryAction()
    {
    }

    /// <summary>Sends a message to all others; all that the node has got so far is a cause of it.</summary>
    /// <remarks>Source: <c>CausalDelivery!Send</c>.</remarks>
    public sealed record Send(NodeId Node) : CausalDeliveryAction;

    /// <summary>Takes a message from the network and delivers it. Source: <c>CausalDelivery!Deliver</c>.</summary>
    public sealed record Deliver(NodeId Node, NodeId From, int Number) : CausalDeliveryAction;

    /// <summary>Takes a copy from the network and forgets it. Source: <c>CausalDelivery!Discard</c>.</summary>
    public sealed record Discard(NodeId Node, NodeId From, int Number) : CausalDeliveryAction;

    /// <summary>The network repeats a message. Source: <c>CausalDelivery!Duplicate</c>.</summary>
    public sealed record Duplicate(NodeId Node, NodeId From, int Number) : CausalDeliveryAction;
}
