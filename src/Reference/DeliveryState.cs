namespace Verified.Reference;

/// <summary>The constants of <c>Delivery</c>.</summary>
/// <param name="Messages">Identities of messages.</param>
/// <param name="Workers">Workers of one consumer; they share its database.</param>
/// <param name="MaxDeliveries">How often a message is delivered before it is set aside.</param>
/// <param name="MaxReplays">How often dead letters are replayed: the patience of an operator.</param>
/// <param name="MaxSends">How often the relay may send one message: 1, and its failures.</param>
/// <param name="Variant">The design, or a mistake that must be found.</param>
public sealed record DeliveryModel(
    EquatableSet<MessageId> Messages,
    EquatableSet<WorkerId> Workers,
    int MaxDeliveries,
    int MaxReplays,
    int MaxSends,
    DeliveryVariant Variant);

/// <summary>The identity of a message; compared ordinally. Source: <c>Delivery</c>, CONSTANT <c>Messages</c>.</summary>
public readonly record struct MessageId(string Value) : IComparable<MessageId>
{
    public int CompareTo(MessageId other) => string.CompareOrdinal(Value, other.Value);

    public override string ToString() => Value;
}

/// <summary>A worker of a consumer; compared ordinally. Source: <c>Delivery</c>, CONSTANT <c>Workers</c>.</summary>
public readonly record struct WorkerId(string Value) : IComparable<WorkerId>
{
    public int CompareTo(WorkerId other) => string.CompareOrdinal(Value, other.Value);

    public override string ToString() => Value;
}

/// <summary>The design of the consumer, or a mistake in it. Source: <c>Delivery!Variants</c>.</summary>
public enum DeliveryVariant
{
    Correct,

    /// <summary>The inbox is looked at first, and marked after the effect, each in a step of its own.</summary>
    CheckThenAct,

    /// <summary>The inbox is marked before the effect.</summary>
    ClaimFirst,

    /// <summary>The ids are kept as one set with one expiry.</summary>
    OneExpiry,

    /// <summary>The message for others is written after the transaction, not in it.</summary>
    DualWrite,
}

/// <summary>Where the broker has a message. Source: <c>Delivery</c>, VARIABLE <c>place</c>.</summary>
public enum MessagePlace
{
    Queued,

    /// <summary>With a worker, until it acknowledges or the lease runs out.</summary>
    Leased,

    Acked,

    /// <summary>Set aside: it was delivered too often.</summary>
    Dead,
}

/// <summary>The variables of <c>Delivery</c>.</summary>
/// <param name="Place">Where each message is.</param>
/// <param name="Deliveries">How often each message was delivered since it was queued or replayed.</param>
/// <param name="Replays">How often dead letters were replayed.</param>
/// <param name="Workers">What each worker is doing; a crash takes it.</param>
/// <param name="Inbox">The ids of the messages that were handled.</param>
/// <param name="Effects">How often the effect of each message took place.</param>
/// <param name="Outbox">The messages whose word to others is yet to be sent.</param>
/// <param name="Sends">How often that word was sent, for each message.</param>
public sealed record DeliveryState(
    EquatableMap<MessageId, MessagePlace> Place,
    EquatableMap<MessageId, int> Deliveries,
    int Replays,
    EquatableMap<WorkerId, WorkerState> Workers,
    EquatableSet<MessageId> Inbox,
    EquatableMap<MessageId, int> Effects,
    EquatableSet<MessageId> Outbox,
    EquatableMap<MessageId, int> Sends);

/// <summary>What a worker is doing. Source: <c>Delivery!WorkerStates</c>.</summary>
public abstract record WorkerState
{
    private WorkerState()
    {
    }

    public sealed record Idle : WorkerState;

    public sealed record Received(MessageId Message) : WorkerState;

    /// <summary>The inbox, the effect and the outbox are done; the acknowledgement is due.</summary>
    public sealed record Handled(MessageId Message) : WorkerState;

    /// <summary>Between the steps of a mistake: the effect is due.</summary>
    public sealed record Checked(MessageId Message) : WorkerState;

    /// <summary>Between the steps of a mistake: the mark in the inbox is due.</summary>
    public sealed record Unmarked(MessageId Message) : WorkerState;

    /// <summary>Between the steps of a mistake: the record for the outbox is due.</summary>
    public sealed record Unsaid(MessageId Message) : WorkerState;
}
