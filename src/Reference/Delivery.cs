using System.Diagnostics;
using static Verified.Reference.DeliveryAction;

namespace Verified.Reference;

/// <summary>Delivery at least once with an effect exactly once, as a pure state machine: the mirror of
/// <c>Delivery.tla</c>.</summary>
/// <remarks>Names and values correspond as <see cref="EventLog"/> says. Pure, so safe to call from
/// many threads.</remarks>
public static class Delivery
{
    public static DeliveryState Init(DeliveryModel model) => new(
        Place: EquatableMap.From(model.Messages, _ => MessagePlace.Queued),
        Deliveries: EquatableMap.From(model.Messages, _ => 0),
        Replays: 0,
        Workers: EquatableMap.From<WorkerId, WorkerState>(model.Workers, _ => new WorkerState.Idle()),
        Inbox: [],
        Effects: EquatableMap.From(model.Messages, _ => 0),
        Outbox: [],
        Sends: EquatableMap.From(model.Messages, _ => 0));

    /// <summary>Every action with every argument, in the order of <c>Delivery!Next</c>.</summary>
    public static IEnumerable<DeliveryAction> Actions(DeliveryModel model) =>
    [
        .. model.Workers.SelectMany(worker => model.Messages.Select(message => new Receive(worker, message))),
        .. model.Messages.Select(message => new TimeOut(message)),
        .. model.Messages.Select(message => new DeadLetter(message)),
        .. model.Messages.Select(message => new ReplayDeadLetter(message)),
        .. model.Workers.Select(worker => new Handle(worker)),
        .. model.Workers.Select(worker => new Acknowledge(worker)),
        .. model.Workers.Select(worker => new Crash(worker)),
        .. model.Messages.Select(message => new ExpireId(message)),
        .. model.Messages.Select(message => new Send(message)),
        .. model.Messages.Select(message => new MarkSent(message)),
        .. model.Workers.Select(worker => new CheckInbox(worker)),
        .. model.Workers.Select(worker => new ActOnCheck(worker)),
        .. model.Workers.Select(worker => new MarkInbox(worker)),
        .. model.Workers.Select(worker => new WriteOutbox(worker)),
    ];

    /// <summary>The state after the action, or null where it is not enabled.</summary>
    /// <remarks>Every action has one successor at most.</remarks>
    public static DeliveryState? Step(DeliveryModel model, DeliveryState state, DeliveryAction action) =>
        action switch
        {
            Receive(var worker, var message)
                when state.Workers[worker] is WorkerState.Idle
                  && DeliveryOf(state, message).Receive(model.MaxDeliveries) is { } leased
                => With(Goes(state, worker, new WorkerState.Received(message)), message, leased),

            TimeOut(var message)
                when DeliveryOf(state, message).TimeOut() is { } queued
                => With(state, message, queued),

            DeadLetter(var message)
                when DeliveryOf(state, message).DeadLetter(model.MaxDeliveries) is { } dead
                => With(state, message, dead),

            ReplayDeadLetter(var message)
                when DeliveryOf(state, message).Replay() is { } queued && state.Replays < model.MaxReplays
                => With(state, message, queued) with { Replays = state.Replays + 1 },

            Handle(var worker)
                when state.Workers[worker] is WorkerState.Received(var message)
                  && model.Variant is not (DeliveryVariant.CheckThenAct or DeliveryVariant.ClaimFirst)
                => Transact(model, state, worker, message),

            Acknowledge(var worker)
                when state.Workers[worker] is WorkerState.Handled(var message) // AckImpliesEffectInv
                => With(
                    Goes(state, worker, new WorkerState.Idle()),
                    message,
                    DeliveryOf(state, message).Acknowledge()),

            Crash(var worker)
                when state.Workers[worker] is not WorkerState.Idle
                => Goes(state, worker, new WorkerState.Idle()),

            ExpireId(var message)
                when state.Inbox.Contains(message) && IsBeyondRedelivery(state, message) // AtMostOneEffectInv
                => state with
                {
                    Inbox = model.Variant == DeliveryVariant.OneExpiry ? [] : state.Inbox.Remove(message),
                },

            Send(var message)
                when state.Outbox.Contains(message) && state.Sends[message] < model.MaxSends
                => state with { Sends = state.Sends.SetItem(message, state.Sends[message] + 1) },

            MarkSent(var message)
                when state.Outbox.Contains(message) && state.Sends[message] > 0
                => state with { Outbox = state.Outbox.Remove(message) },

            CheckInbox or ActOnCheck or MarkInbox or WriteOutbox => StepOfMistake(model, state, action),

            _ => null,
        };

    /// <summary>However often a message is delivered, its effect takes place once.</summary>
    public static bool AtMostOneEffectInv(DeliveryState state) => state.Effects.Values.All(times => times <= 1);

    /// <summary>What the broker forgets has had its effect.</summary>
    public static bool AckImpliesEffectInv(DeliveryState state) =>
        state.Place.All(place => place.Value != MessagePlace.Acked || state.Effects[place.Key] > 0);

    /// <summary>Others hear of an effect, now or later, if and only if it took place.</summary>
    public static bool OutboxIffEffectInv(DeliveryState state) =>
        state.Effects.All(effect =>
            (state.Outbox.Contains(effect.Key) || state.Sends[effect.Key] > 0) == effect.Value > 0);

    /// <summary>An id is in the inbox as long as its message could have the effect again.</summary>
    public static bool InboxCoversRedeliveryInv(DeliveryState state) =>
        state.Effects.All(effect =>
            effect.Value == 0 || IsBeyondRedelivery(state, effect.Key) || state.Inbox.Contains(effect.Key));

    /// <summary>No worker has the message and none can get it any more.</summary>
    /// <remarks>Source: <c>Delivery!IsBeyondRedelivery</c>.</remarks>
    public static bool IsBeyondRedelivery(DeliveryState state, MessageId message) =>
        state.Place[message] == MessagePlace.Acked
        && !state.Workers.Values.Any(worker => MessageOf(worker) == message);

    /// <summary>The one transaction: an id that is in the inbox rolls all of it back.</summary>
    private static DeliveryState Transact(
        DeliveryModel model, DeliveryState state, WorkerId worker, MessageId message)
    {
        if (state.Inbox.Contains(message)) // AtMostOneEffectInv
            return Goes(state, worker, new WorkerState.Handled(message));
        var handled = WithEffect(state, message) with { Inbox = state.Inbox.Add(message) };
        return model.Variant == DeliveryVariant.DualWrite
            ? Goes(handled, worker, new WorkerState.Unsaid(message))
            : Goes(handled, worker, new WorkerState.Handled(message)) with
            {
                Outbox = state.Outbox.Add(message), // OutboxIffEffectInv
            };
    }

    /// <summary>What <see cref="Handle"/> does in one step, in two or three.</summary>
    private static DeliveryState? StepOfMistake(DeliveryModel model, DeliveryState state, DeliveryAction action) =>
        action switch
        {
            CheckInbox(var worker)
                when state.Workers[worker] is WorkerState.Received(var message)
                  && model.Variant is (DeliveryVariant.CheckThenAct or DeliveryVariant.ClaimFirst)
                => Goes(state, worker, state.Inbox.Contains(message)
                    ? new WorkerState.Handled(message)
                    : new WorkerState.Checked(message)) with
                {
                    Inbox = model.Variant == DeliveryVariant.ClaimFirst ? state.Inbox.Add(message) : state.Inbox,
                },

            ActOnCheck(var worker)
                when state.Workers[worker] is WorkerState.Checked(var message)
                => Goes(WithEffect(state, message), worker, model.Variant == DeliveryVariant.ClaimFirst
                    ? new WorkerState.Handled(message)
                    : new WorkerState.Unmarked(message)) with
                {
                    Outbox = state.Outbox.Add(message),
                },

            MarkInbox(var worker)
                when state.Workers[worker] is WorkerState.Unmarked(var message)
                => Goes(state, worker, new WorkerState.Handled(message)) with { Inbox = state.Inbox.Add(message) },

            WriteOutbox(var worker)
                when state.Workers[worker] is WorkerState.Unsaid(var message)
                => Goes(state, worker, new WorkerState.Handled(message)) with { Outbox = state.Outbox.Add(message) },

            _ => null,
        };

    private static DeliveryState WithEffect(DeliveryState state, MessageId message) =>
        state with { Effects = state.Effects.SetItem(message, state.Effects[message] + 1) };

    private static MessageDelivery DeliveryOf(DeliveryState state, MessageId message) =>
        new(state.Place[message], state.Deliveries[message]);

    private static DeliveryState With(DeliveryState state, MessageId message, MessageDelivery delivery) =>
        state with
        {
            Place = state.Place.SetItem(message, delivery.Place),
            Deliveries = state.Deliveries.SetItem(message, delivery.Deliveries),
        };

    private static DeliveryState Goes(DeliveryState state, WorkerId worker, WorkerState to) =>
        state with { Workers = state.Workers.SetItem(worker, to) };

    private static MessageId? MessageOf(WorkerState worker) => worker switch
    {
        WorkerState.Idle => null,
        WorkerState.Received(var message) => message,
        WorkerState.Handled(var message) => message,
        WorkerState.Checked(var message) => message,
        WorkerState.Unmarked(var message) => message,
        WorkerState.Unsaid(var message) => message,
        _ => throw new UnreachableException(),
    };
}
