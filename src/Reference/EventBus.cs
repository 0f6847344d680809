using static Verified.Reference.EventBusAction;

namespace Verified.Reference;

/// <summary>The event bus as a pure state machine: the mirror of <c>EventBus.tla</c>.</summary>
/// <remarks>Names and values correspond as <see cref="EventLog"/> says. Pure, so safe to call from
/// many threads.</remarks>
public static class EventBus
{
    public static EventBusState Init(EventBusModel model) => new(
        Subscribed: [],
        Stored: [],
        Vetoed: [],
        Runs: EquatableMap.From(model.Events, _ => default(EquatableMap<HandlerId, HandlerRun>)),
        Permits: model.MaxPermits,
        Matched: EquatableMap.From(model.Events, _ => default(EquatableSet<HandlerId>)),
        Ends: []);

    /// <summary>Every action with every argument, in the order of <c>EventBus!Next</c>.</summary>
    public static IEnumerable<EventBusAction> Actions(EventBusModel model)
    {
        var runs = model.Events.SelectMany(
            @event => model.Handlers.Select(handler => (Event: @event, Handler: handler))).ToList();
        var nestings = runs.SelectMany(run => model.Events.Select(
            nested => (run.Event, run.Handler, Nested: nested))).ToList();
        return
        [
            .. model.Handlers.Select(handler => new Subscribe(handler)),
            .. model.Handlers.Select(handler => new Unsubscribe(handler)),
            .. model.Events.Select(@event => new Publish(@event)),
            .. model.Events.Select(@event => new Veto(@event)),
            .. runs.Select(run => new StartHandler(run.Event, run.Handler)),
            .. nestings.Select(nesting => new PublishNested(nesting.Event, nesting.Handler, nesting.Nested)),
            .. nestings.Select(nesting => new Resume(nesting.Event, nesting.Handler, nesting.Nested)),
            .. runs.Select(run => new HandlerSucceeds(run.Event, run.Handler)),
            .. runs.Select(run => new HandlerFails(run.Event, run.Handler)),
        ];
    }

    /// <summary>The state after the action, or null where it is not enabled.</summary>
    /// <remarks>Every action has one successor at most.</remarks>
    public static EventBusState? Step(EventBusModel model, EventBusState state, EventBusAction action) =>
        action switch
        {
            Subscribe(var handler)
                when !state.Subscribed.Contains(handler)
                => state with { Subscribed = state.Subscribed.Add(handler) },

            Unsubscribe(var handler)
                when state.Subscribed.Contains(handler)
                => state with { Subscribed = state.Subscribed.Remove(handler) },

            Publish(var @event)
                when IsNew(state, @event)
                => Stores(state, @event) with { Runs = state.Runs.SetItem(@event, Duties(state.Subscribed)) }, // OutcomePerMatchInv

            Veto(var @event)
                when IsNew(state, @event)
                => (model.Variant == EventBusVariant.StoreThenAsk
                    ? Stores(state, @event)
                    : state) with // VetoStoresNothingInv
                {
                    Vetoed = state.Vetoed.Add(@event),
                },

            StartHandler(var @event, var handler)
                when RunOf(state, @event, handler)?.Start(state.Permits) is { } running // PermitsInv
                => Goes(state, @event, handler, running) with { Permits = state.Permits - 1 },

            PublishNested(var @event, var handler, var nested)
                when RunOf(state, @event, handler)?.WaitFor(nested) is { } waiting && IsNew(state, nested)
                => Stores(state, nested) with
                {
                    Runs = Goes(state, @event, handler, waiting).Runs.SetItem(nested, Duties(state.Subscribed)),
                    Permits = state.Permits + PermitToWait(model), // no hold and wait
                },

            Resume(var @event, var handler, var nested)
                when RunOf(state, @event, handler)?.Resume(
                        nested, IsHandled(state, nested), state.Permits, PermitToWait(model)) is { } running // PermitsInv
                => Goes(state, @event, handler, running) with { Permits = state.Permits - PermitToWait(model) },

            HandlerSucceeds(var @event, var handler)
                when RunOf(state, @event, handler)?.End(HandlerOutcome.Succeeded) is { } succeeded
                => Goes(state, @event, handler, succeeded) with
                {
                    Permits = state.Permits + 1,
                    Ends = state.Ends.Add(new HandlerEnd(@event, handler, HandlerOutcome.Succeeded)),
                },

            HandlerFails(var @event, var handler)
                when RunOf(state, @event, handler)?.End(HandlerOutcome.Failed) is { } failed
                => state with
                {
                    Runs = state.Runs.SetItem(
                        @event, AfterFailure(model, state.Runs[@event], handler, failed)), // IsolationInv
                    Permits = state.Permits + 1,
                    Ends = state.Ends.Add(new HandlerEnd(@event, handler, HandlerOutcome.Failed)),
                },

            _ => null,
        };

    /// <summary>Every run of the event is over. Source: <c>EventBus!IsHandled</c>.</summary>
    public static bool IsHandled(EventBusState state, EventId @event) =>
        state.Runs[@event].Values.All(run => run is HandlerRun.Ended);

    /// <summary>A run for each handler that is subscribed, all of them due. Source: <c>EventBus!Duties</c>.</summary>
    public static EquatableMap<HandlerId, HandlerRun> Duties(EquatableSet<HandlerId> subscribed) =>
        EquatableMap.From(subscribed, _ => HandlerRun.IsDue);

    /// <summary>One run, and in the end one outcome, for each handler that matched, and none for others.</summary>
    public static bool OutcomePerMatchInv(EventBusState state) =>
        state.Runs.All(runs => runs.Value.Keys == state.Matched[runs.Key]);

    /// <summary>The outcome of a handler is its own: it ended itself, and like this, whatever the others did.</summary>
    public static bool IsolationInv(EventBusState state) =>
        state.Runs.All(runs => runs.Value.All(run =>
            run.Value is not HandlerRun.Ended(var outcome)
            || state.Ends.Contains(new HandlerEnd(runs.Key, run.Key, outcome))));

    /// <summary>Of a refused event nothing is stored, and nobody hears of it.</summary>
    public static bool VetoStoresNothingInv(EventBusState state) =>
        state.Vetoed.All(@event => !state.Stored.Contains(@event) && state.Runs[@event].Count == 0);

    /// <summary>Each permit is free or with one handler that runs.</summary>
    public static bool PermitsInv(EventBusModel model, EventBusState state) =>
        state.Permits + state.Runs.Values.Sum(runs => runs.Values.Count(run => Holds(model, run)))
            == model.MaxPermits;

    private static bool Holds(EventBusModel model, HandlerRun run) =>
        run is HandlerRun.Running
        || (run is HandlerRun.WaitingFor && model.Variant == EventBusVariant.HoldPermit);

    /// <summary>How many permits a handler gives back before it waits.</summary>
    private static int PermitToWait(EventBusModel model) => model.Variant == EventBusVariant.HoldPermit ? 0 : 1;

    /// <summary>What the failure of a handler does to the runs of its event.</summary>
    private static EquatableMap<HandlerId, HandlerRun> AfterFailure(
        EventBusModel model, EquatableMap<HandlerId, HandlerRun> runs, HandlerId handler, HandlerRun failed) =>
        model.Variant switch
        {
            EventBusVariant.SwallowFailure =>
                EquatableMap.From(runs.Keys.Remove(handler), other => runs[other]),
            EventBusVariant.StopAtFailure => EquatableMap.From(
                runs.Keys, other => other == handler || runs[other] is HandlerRun.Due ? failed : runs[other]),
            _ => runs.SetItem(handler, failed),
        };

    private static bool IsNew(EventBusState state, EventId @event) =>
        !state.Stored.Contains(@event) && !state.Vetoed.Contains(@event);

    /// <summary>The run of this handler for this event, or null where it has none.</summary>
    private static HandlerRun? RunOf(EventBusState state, EventId @event, HandlerId handler) =>
        state.Runs[@event].TryGetValue(handler, out var run) ? run : null;

    private static EventBusState Goes(EventBusState state, EventId @event, HandlerId handler, HandlerRun to) =>
        state with { Runs = state.Runs.SetItem(@event, state.Runs[@event].SetItem(handler, to)) };

    /// <summary>Stores the event, and for whom it is.</summary>
    private static EventBusState Stores(EventBusState state, EventId @event) => state with
    {
        Stored = state.Stored.Add(@event),
        Matched = state.Matched.SetItem(@event, state.Subscribed),
    };
}
