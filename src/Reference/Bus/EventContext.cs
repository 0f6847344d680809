namespace Verified.Reference;

/// <summary>Handles an event. An exception is a failure of this handler alone.</summary>
/// <remarks>After a crash of the process it may run again for the same event; for an effect that must not be doubled
/// there is <see cref="DurableConsumer"/>, or ids that are derived (<see cref="EventContext.DeriveId"/>).</remarks>
public delegate ValueTask BusHandler(EventContext context, CancellationToken cancellationToken);

/// <summary>What a handler is given: the event, and the bus from inside.</summary>
public sealed class EventContext
{
    /// <summary>The runs of all handlers of the event, where there are several; this is one of them.</summary>
    private readonly EventRuns? _all;

    /// <param name="life">Who runs it.</param>
    /// <param name="number">The event's, among those that were read.</param>
    /// <param name="recorded">The event.</param>
    /// <param name="slot">Who has to handle it.</param>
    /// <param name="round">How often it was replayed.</param>
    /// <param name="all">The runs of all who have to handle it, where there are several.</param>
    internal EventContext(
        BusRun life, long number, RecordedEvent recorded, HandlerSlot slot, int round, EventRuns? all = null) =>
        (Life, Number, Recorded, Slot, Round, _all) = (life, number, recorded, slot, round, all);

    public RecordedEvent Recorded { get; }

    public HandlerId Handler => Slot.Id;

    /// <summary>Who runs it.</summary>
    internal BusRun Life { get; }

    internal HandlerSlot Slot { get; }

    /// <summary>How often the event was replayed.</summary>
    internal int Round { get; }

    /// <summary>How many events were read before it.</summary>
    internal long Number { get; }

    /// <summary>What became of this run.</summary>
    internal HandlerRun Run { get; set; } = HandlerRun.IsDue;

    /// <summary>Why the handler failed; null where it did not.</summary>
    internal string? Reason { get; set; }

    /// <summary>The id of the reply to a request; there is one at most.</summary>
    public static EventId ReplyTo(EventId request) => new($"$reply/{request.Value}");

    /// <summary>An id that is the same when this handler runs again for this event.</summary>
    public EventId DeriveId(string name) => new($"{Recorded.Event.Id}/{Handler}/{name}");

    /// <summary>Publishes an event and does not wait for its handlers.</summary>
    public ValueTask<PublishResult> PublishAsync(EventData data, CancellationToken cancellationToken = default) =>
        Life.Bus.PublishAsync(data, cancellationToken);

    /// <summary>Publishes an event and waits until all its handlers ended, without a permit while it waits.</summary>
    /// <remarks>Source: <c>EventBus!PublishNested</c>, <c>EventBus!Resume</c>.</remarks>
    public ValueTask<PublishResult> PublishAndWaitAsync(
        EventData data, CancellationToken cancellationToken = default) =>
        Life.PublishNestedAsync(this, data, cancellationToken);

    /// <summary>Replies to a request. The first reply stands; another one changes nothing.</summary>
    public ValueTask ReplyAsync(string type, ReadOnlyMemory<byte> data, CancellationToken cancellationToken = default) =>
        Life.Bus.ReplyAsync(Recorded.Event.Id, type, data, cancellationToken);

    /// <summary>A handler of the event has failed.</summary>
    internal bool HasFailure() => Reason is not null || _all?.HasFailure() == true;

    /// <summary>This run has ended.</summary>
    /// <returns>It was the last one: the event is handled.</returns>
    internal bool EndOne() => _all is null || _all.EndOne();

    /// <summary>The outcomes of all handlers; asked for when every run has ended.</summary>
    internal EquatableArray<HandlerReport> Outcomes() =>
        _all is not null ? _all.Outcomes()
        : Run is HandlerRun.Ended(HandlerOutcome.Succeeded) && Reason is null ? Slot.Success
        : [Report()];

    internal HandlerReport Report() => new(Handler, ((HandlerRun.Ended)Run).Outcome, Reason);
}
