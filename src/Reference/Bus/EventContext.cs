using Verified.Concurrency;

namespace Verified.Reference;

/// <summary>Handles an event. An exception is a failure of this handler alone.</summary>
/// <remarks>After a crash of the process it may run again for the same event; for an effect that must not be doubled
/// there is <see cref="DurableConsumer"/>, or ids that are derived (<see cref="EventContext.DeriveId"/>).</remarks>
public delegate ValueTask BusHandler(EventContext context, CancellationToken cancellationToken);

/// <summary>What a handler is given: the event, and the bus from inside.</summary>
public sealed class EventContext
{
    private readonly BusRun _run;
    private readonly DueRun _due;
    private readonly Gate.Permit _permit;

    internal EventContext(BusRun run, DueRun due, Gate.Permit permit) =>
        (_run, _due, _permit) = (run, due, permit);

    public RecordedEvent Recorded => _due.Event.Recorded;

    public HandlerId Handler => _due.Handler;

    /// <summary>The id of the reply to a request; there is one at most.</summary>
    public static EventId ReplyTo(EventId request) => new($"$reply/{request.Value}");

    /// <summary>An id that is the same when this handler runs again for this event.</summary>
    public EventId DeriveId(string name) => new($"{Recorded.Event.Id}/{Handler}/{name}");

    /// <summary>Publishes an event and does not wait for its handlers.</summary>
    public ValueTask<PublishResult> PublishAsync(EventData data, CancellationToken cancellationToken = default) =>
        _run.Bus.PublishAsync(data, cancellationToken);

    /// <summary>Publishes an event and waits until all its handlers ended, without a permit while it waits.</summary>
    /// <remarks>Source: <c>EventBus!PublishNested</c>, <c>EventBus!Resume</c>.</remarks>
    public ValueTask<PublishResult> PublishAndWaitAsync(
        EventData data, CancellationToken cancellationToken = default) =>
        _run.PublishNestedAsync(_due, _permit, data, cancellationToken);

    /// <summary>Replies to a request. The first reply stands; another one changes nothing.</summary>
    public ValueTask ReplyAsync(string type, ReadOnlyMemory<byte> data, CancellationToken cancellationToken = default) =>
        _run.Bus.ReplyAsync(Recorded.Event.Id, type, data, cancellationToken);
}
