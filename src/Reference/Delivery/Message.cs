namespace Verified.Reference;

/// <summary>A consumer of the log; compared ordinally. Its name is durable: who comes back under it goes on where it was.</summary>
/// <remarks>The name is not empty and holds no slash, since ids are derived from it.</remarks>
public readonly record struct ConsumerId(string Value) : IComparable<ConsumerId>
{
    /// <exception cref="ArgumentException">The name is null or empty, or holds a slash.</exception>
    public static void Check(ConsumerId consumer)
    {
        if (string.IsNullOrEmpty(consumer.Value) || consumer.Value.Contains('/'))
            throw new ArgumentException(
                $"A consumer has a name that is not empty and holds no slash; this is '{consumer.Value}'.", nameof(consumer));
    }

    public int CompareTo(ConsumerId other) => string.CompareOrdinal(Value, other.Value);

    public override string ToString() => Value;
}

/// <summary>A stored event on its way to a consumer.</summary>
/// <param name="Recorded">The event.</param>
/// <param name="Delivery">Which delivery this is, since the message was queued or replayed; the first is 1.</param>
public sealed record Message(RecordedEvent Recorded, int Delivery)
{
    public MessageId Id => new(Recorded.Event.Id.Value);
}

/// <summary>Handles a message: reads what it needs, and says what is to be written.</summary>
/// <remarks>
/// It may run more than once for a message, so all that it wants to happen exactly once is in what it returns. An
/// exception is a failed delivery, and is tried again; an <see cref="EventStoreException"/> is not its fault, and ends
/// the consumer.
/// </remarks>
public delegate ValueTask<Reaction> MessageHandler(Message message, CancellationToken cancellationToken);

/// <summary>What a handler makes of a message.</summary>
public abstract record Reaction
{
    private Reaction()
    {
    }

    /// <summary>The message is none of its business; nothing is written.</summary>
    public sealed record Nothing : Reaction;

    /// <summary>Effects, and what is to be said to others, in one append: all of it, once, or nothing.</summary>
    /// <remarks>
    /// In front of them goes the mark of the inbox, an event of type <see cref="Inbox.MarkType"/>; who folds the
    /// stream passes over it. Others hear of <paramref name="Outgoing"/> since they follow the log: the log is the
    /// outbox. Source: <c>Delivery!Handle</c>.
    /// </remarks>
    /// <param name="Stream">Where it is written.</param>
    /// <param name="Expected">Where the handler saw the stream; if it has moved on, the handler runs again.</param>
    /// <param name="Effects">Events that change what the handler decides from.</param>
    /// <param name="Outgoing">Events for others.</param>
    public sealed record Append(
        StreamId Stream,
        ExpectedVersion Expected,
        EquatableArray<EventData> Effects,
        EquatableArray<EventData> Outgoing) : Reaction;

    /// <summary>No delivery will help, for example since the message cannot be understood: it is set aside at once.</summary>
    public sealed record Park(string Reason) : Reaction;
}
