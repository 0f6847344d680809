namespace Verified.Reference;

/// <summary>Where one message is and how often it was delivered: the rules of delivery, one message at a time.</summary>
/// <remarks>
/// The one copy of these rules, for the mirror (<see cref="Delivery"/>) and for every consumer that runs. Each method
/// gives what comes after it, or null where the rule does not allow it. Pure.
/// </remarks>
/// <param name="Place">Where the message is.</param>
/// <param name="Deliveries">How often it was delivered since it was queued or replayed.</param>
public readonly record struct MessageDelivery(MessagePlace Place, int Deliveries)
{
    /// <summary>Waiting, and never delivered.</summary>
    public static MessageDelivery Queued => new(MessagePlace.Queued, 0);

    /// <summary>Leases the waiting message to a worker, unless it is to be set aside.</summary>
    /// <remarks>Source: <c>Delivery!Receive</c>.</remarks>
    public MessageDelivery? Receive(int maxDeliveries) =>
        Place == MessagePlace.Queued && Deliveries < maxDeliveries
            ? new MessageDelivery(MessagePlace.Leased, Deliveries + 1)
            : null;

    /// <summary>The lease runs out: the message waits again. Source: <c>Delivery!TimeOut</c>.</summary>
    public MessageDelivery? TimeOut() =>
        Place == MessagePlace.Leased ? this with { Place = MessagePlace.Queued } : null;

    /// <summary>Sets the message aside once it was delivered too often. Source: <c>Delivery!DeadLetter</c>.</summary>
    public MessageDelivery? DeadLetter(int maxDeliveries) =>
        Place == MessagePlace.Queued && Deliveries == maxDeliveries
            ? this with { Place = MessagePlace.Dead }
            : null;

    /// <summary>Back to the queue, and so through the inbox; its deliveries are counted anew.</summary>
    /// <remarks>Source: <c>Delivery!ReplayDeadLetter</c>.</remarks>
    public MessageDelivery? Replay() => Place == MessagePlace.Dead ? Queued : null;

    /// <summary>Taken from any worker that had the message, unless it was set aside.</summary>
    /// <remarks>Source: <c>Delivery!Acknowledge</c>.</remarks>
    public MessageDelivery Acknowledge() =>
        Place == MessagePlace.Dead ? this : this with { Place = MessagePlace.Acked };
}
