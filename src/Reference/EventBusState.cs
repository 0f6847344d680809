namespace Verified.Reference;

/// <summary>The constants of <c>EventBus</c>.</summary>
/// <param name="Handlers">Names of handlers.</param>
/// <param name="Events">Identities of events; each is published once at most.</param>
/// <param name="MaxPermits">How many handlers may run at once.</param>
/// <param name="Variant">The design, or a mistake that must be found.</param>
public sealed record EventBusModel(
    EquatableSet<HandlerId> Handlers, EquatableSet<EventId> Events, int MaxPermits, EventBusVariant Variant);

/// <summary>The name of a handler; compared ordinally. Source: <c>EventBus</c>, CONSTANT <c>Handlers</c>.</summary>
public readonly record struct HandlerId(string Value) : IComparable<HandlerId>
{
    public int CompareTo(HandlerId other) => string.CompareOrdinal(Value, other.Value);

    public override string ToString() => Value;
}

/// <summary>The design of the bus, or a mistake in it. Source: <c>EventBus!Variants</c>.</summary>
public enum EventBusVariant
{
    Correct,

    /// <summary>A handler keeps its permit while it waits for what it published.</summary>
    HoldPermit,

    /// <summary>A failure is caught and forgotten; its entry is missing.</summary>
    SwallowFailure,

    /// <summary>The first failure ends it for those that did not start.</summary>
    StopAtFailure,

    /// <summary>The event is stored before the middleware is asked.</summary>
    StoreThenAsk,
}

/// <summary>How a handler ended. Source: <c>EventBus!Outcomes</c>.</summary>
public enum HandlerOutcome
{
    Succeeded,
    Failed,
}

/// <summary>How a handler itself ended, for an event. Source: <c>EventBus</c>, VARIABLE <c>ends</c>.</summary>
public readonly record struct HandlerEnd(EventId Event, HandlerId Handler, HandlerOutcome Outcome)
    : IComparable<HandlerEnd>
{
    public int CompareTo(HandlerEnd other) =>
        (Event, Handler, Outcome).CompareTo((other.Event, other.Handler, other.Outcome));
}

/// <summary>The variables of <c>EventBus</c>.</summary>
/// <param name="Subscribed">The handlers that are subscribed now.</param>
/// <param name="Stored">The events that were published: the log.</param>
/// <param name="Vetoed">The events that the middleware refused.</param>
/// <param name="Runs">For each event, a run for each handler that has to handle it.</param>
/// <param name="Permits">The permits that nobody holds.</param>
/// <param name="Matched">History: for each event, who was subscribed when it was published.</param>
/// <param name="Ends">History: how each handler itself ended.</param>
public sealed record EventBusState(
    EquatableSet<HandlerId> Subscribed,
    EquatableSet<EventId> Stored,
    EquatableSet<EventId> Vetoed,
    EquatableMap<EventId, EquatableMap<HandlerId, HandlerRun>> Runs,
    int Permits,
    EquatableMap<EventId, EquatableSet<HandlerId>> Matched,
    EquatableSet<HandlerEnd> Ends);

/// <summary>The actions of <c>EventBus</c>, with their arguments.</summary>
public abstract record EventBusAction
{
    private EventBusAction()
    {
    }

    /// <summary>Source: <c>EventBus!Subscribe</c>.</summary>
    public sealed record Subscribe(HandlerId Handler) : EventBusAction;

    /// <summary>Source: <c>EventBus!Unsubscribe</c>.</summary>
    public sealed record Unsubscribe(HandlerId Handler) : EventBusAction;

    /// <summary>Publishes an event that the middleware lets pass. Source: <c>EventBus!Publish</c>.</summary>
    public sealed record Publish(EventId Event) : EventBusAction;

    /// <summary>The middleware refuses an event, whoever publishes it. Source: <c>EventBus!Veto</c>.</summary>
    public sealed record Veto(EventId Event) : EventBusAction;

    /// <summary>Takes a permit and runs. Source: <c>EventBus!StartHandler</c>.</summary>
    public sealed record StartHandler(EventId Event, HandlerId Handler) : EventBusAction;

    /// <summary>A handler publishes an event and waits until it is handled, without a permit.</summary>
    /// <remarks>Source: <c>EventBus!PublishNested</c>.</remarks>
    public sealed record PublishNested(EventId Event, HandlerId Handler, EventId Nested) : EventBusAction;

    /// <summary>What the handler waits for is over; it takes a permit and goes on.</summary>
    /// <remarks>Source: <c>EventBus!Resume</c>.</remarks>
    public sealed record Resume(EventId Event, HandlerId Handler, EventId Nested) : EventBusAction;

    /// <summary>Source: <c>EventBus!HandlerSucceeds</c>.</summary>
    public sealed record HandlerSucceeds(EventId Event, HandlerId Handler) : EventBusAction;

    /// <summary>Source: <c>EventBus!HandlerFails</c>.</summary>
    public sealed record HandlerFails(EventId Event, HandlerId Handler) : EventBusAction;
}
