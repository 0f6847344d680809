using Verified.Concurrency;

namespace Verified.Reference;

/// <summary>Handles an event. An exception is a failure of this handler alone.</summary>
/// <remarks>After a crash of the process it may run again for the same event; for an effect that must not be doubled
/// there is <see cref="DurableConsumer"/>, or ids that are derived (<see cref="EventContext.DeriveId"/>).</remarks>
public delegate ValueTask BusHandler(EventContext context, CancellationToken cancellationToken);

/// <summary>What a handler is given: the event, and the bus from inside.</summary>
public sealed class EventContext
{
    internal EventContext(EventRuns runs, HandlerSlot slot) => (Event, Slot) = (runs, slot);

    public RecordedEvent Recorded => Event.Recorded;

    public HandlerId Handler => Slot.Id;

    /// <summary>The runs of all handlers of the event; this is one of them.</summary>
    internal EventRuns Event { get; }

    internal HandlerSlot Slot { get; }

    /// <summary>What became of this run.</summary>
    internal HandlerRun Run { get; set; } = HandlerRun.IsDue;

    /// <summary>Why the handler failed; null where it did not.</summary>
    internal string? Reason { get; set; }

    /// <summary>Held while the handler runs.</summary>
    internal Gate.Permit Permit { get; set; }

    /// <summary>The id of the reply to a request; there is one at most.</summary>
    public static EventId ReplyTo(EventId request) => new($"$reply/{request.Value}");

    /// <summary>An id that is the same when this handler runs again for this event.</summary>
    public EventId DeriveId(string name) => new($"{Recorded.Event.Id}/{Handler}/{name}");

    /// <summary>Publishes an event and does not wait for its handlers.</summary>
    public ValueTask<PublishResult> PublishAsync(EventData data, CancellationToken cancellationToken = default) =>
        Event.Life.Bus.PublishAsync(data, cancellationToken);

    /// <summary>Publishes an event and waits until all its handlers ended, without a permit while it waits.</summary>
    /// <remarks>Source: <c>EventBus!PublishNested</c>, <c>EventBus!Resume</c>.</remarks>
    public ValueTask<PublishResult> PublishAndWaitAsync(
        EventData data, CancellationToken cancellationToken = default) =>
        Event.Life.PublishNestedAsync(this, data, cancellationToken);

    /// <summary>Replies to a request. The first reply stands; another one changes nothing.</summary>
    public ValueTask ReplyAsync(string type, ReadOnlyMemory<byte> data, CancellationToken cancellationToken = default) =>
        Event.Life.Bus.ReplyAsync(Recorded.Event.Id, type, data, cancellationToken);
}
