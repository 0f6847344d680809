namespace Verified.Reference;

/// <summary>The actions of <c>Delivery</c>, with their arguments.</summary>
public abstract record DeliveryAction
{
    private DeliveryAction()
    {
    }

    /// <summary>Leases a waiting message to a worker. Source: <c>Delivery!Receive</c>.</summary>
    public sealed record Receive(WorkerId Worker, MessageId Message) : DeliveryAction;

    /// <summary>The lease runs out, whether the worker died or is only slow.</summary>
    /// <remarks>Source: <c>Delivery!TimeOut</c>.</remarks>
    public sealed record TimeOut(MessageId Message) : DeliveryAction;

    /// <summary>Sets a message aside that was delivered too often. Source: <c>Delivery!DeadLetter</c>.</summary>
    public sealed record DeadLetter(MessageId Message) : DeliveryAction;

    /// <summary>Replays a dead letter: back to the queue, and so through the inbox.</summary>
    /// <remarks>Source: <c>Delivery!ReplayDeadLetter</c>.</remarks>
    public sealed record ReplayDeadLetter(MessageId Message) : DeliveryAction;

    /// <summary>Handles a message in one transaction. Source: <c>Delivery!Handle</c>.</summary>
    public sealed record Handle(WorkerId Worker) : DeliveryAction;

    /// <summary>Acknowledges what was handled. Source: <c>Delivery!Acknowledge</c>.</summary>
    public sealed record Acknowledge(WorkerId Worker) : DeliveryAction;

    /// <summary>A worker dies, at any time. Source: <c>Delivery!Crash</c>.</summary>
    public sealed record Crash(WorkerId Worker) : DeliveryAction;

    /// <summary>The id of a message that cannot arrive any more leaves the inbox.</summary>
    /// <remarks>Source: <c>Delivery!ExpireId</c>.</remarks>
    public sealed record ExpireId(MessageId Message) : DeliveryAction;

    /// <summary>Sends what is in the outbox. Source: <c>Delivery!Send</c>.</summary>
    public sealed record Send(MessageId Message) : DeliveryAction;

    /// <summary>Notes that it was sent. Source: <c>Delivery!MarkSent</c>.</summary>
    public sealed record MarkSent(MessageId Message) : DeliveryAction;

    /// <summary>The first part of two mistakes. Source: <c>Delivery!CheckInbox</c>.</summary>
    public sealed record CheckInbox(WorkerId Worker) : DeliveryAction;

    /// <summary>Their second part. Source: <c>Delivery!ActOnCheck</c>.</summary>
    public sealed record ActOnCheck(WorkerId Worker) : DeliveryAction;

    /// <summary>The last part of the mistake <see cref="DeliveryVariant.CheckThenAct"/>.</summary>
    /// <remarks>Source: <c>Delivery!MarkInbox</c>.</remarks>
    public sealed record MarkInbox(WorkerId Worker) : DeliveryAction;

    /// <summary>The last part of the mistake <see cref="DeliveryVariant.DualWrite"/>.</summary>
    /// <remarks>Source: <c>Delivery!WriteOutbox</c>.</remarks>
    public sealed record WriteOutbox(WorkerId Worker) : DeliveryAction;
}
