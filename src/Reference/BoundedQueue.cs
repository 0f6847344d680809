using static Verified.Reference.BoundedQueueAction;

namespace Verified.Reference;

/// <summary>A bounded queue under a monitor, as a pure state machine: the mirror of <c>BoundedQueue.tla</c>.</summary>
/// <remarks>Names and values correspond as <see cref="EventLog"/> says. Pure, so safe to call from
/// many threads.</remarks>
public static class BoundedQueue
{
    public static BoundedQueueState Init(BoundedQueueModel model) => new(
        Buffer: [],
        Waiting: [],
        Woken: [],
        Produced: [],
        Consumed: []);

    /// <summary>Every action with every argument, in the order of <c>BoundedQueue!Next</c>.</summary>
    public static IEnumerable<BoundedQueueAction> Actions(BoundedQueueModel model)
    {
        var wakings = Wakings(model).ToList();
        return
        [
            .. model.Producers.SelectMany(producer => wakings.Select(signalled => new Put(producer, signalled))),
            .. model.Producers.Select(producer => new WaitForSpace(producer)),
            .. model.Consumers.SelectMany(consumer => wakings.Select(signalled => new Take(consumer, signalled))),
            .. model.Consumers.Select(consumer => new WaitForItem(consumer)),
            new Rest(),
        ];
    }

    /// <summary>Whom a signal may wake: nobody, or one thread. Source: <c>BoundedQueue!Wakings</c>.</summary>
    public static IEnumerable<EquatableSet<ThreadId>> Wakings(BoundedQueueModel model) =>
        model.Producers.Union(model.Consumers)
            .Select(thread => EquatableSet.From([thread]))
            .Prepend([]);

    /// <summary>The state after the action, or null where it is not enabled.</summary>
    /// <remarks>Every action has one successor at most.</remarks>
    public static BoundedQueueState? Step(
        BoundedQueueModel model, BoundedQueueState state, BoundedQueueAction action) =>
        action switch
        {
            Put(var producer, var signalled)
                when HasNext(model, state, producer)
                  && MayGoOn(model, state, producer, HasSpace(model, state)) // CapacityInv
                  && Wakes(NotEmpty(model, state), signalled) // no lost wake-up
                => Signal(state, producer, signalled) with
                {
                    Buffer = state.Buffer.Append(NextItem(state, producer)),
                    Produced = state.Produced.Append(NextItem(state, producer)),
                },

            WaitForSpace(var producer)
                when HasNext(model, state, producer)
                  && !state.Waiting.Contains(producer)
                  && !MayGoOn(model, state, producer, HasSpace(model, state))
                => Wait(state, producer),

            Take(var consumer, var signalled)
                when MayGoOn(model, state, consumer, HasItem(state))
                  && Wakes(NotFull(model, state), signalled) // no lost wake-up
                => Signal(state, consumer, signalled) with
                {
                    Buffer = HasItem(state) ? state.Buffer.Tail() : [],
                    Consumed = HasItem(state) ? state.Consumed.Append(state.Buffer[0]) : state.Consumed,
                },

            WaitForItem(var consumer)
                when !state.Waiting.Contains(consumer) && !MayGoOn(model, state, consumer, HasItem(state))
                => Wait(state, consumer),

            Rest
                when AllIsConsumed(model, state)
                => state,

            _ => null,
        };

    /// <summary>The buffer never holds more than it may.</summary>
    public static bool CapacityInv(BoundedQueueModel model, BoundedQueueState state) =>
        state.Buffer.Count <= model.Capacity;

    /// <summary>What was put was taken, in that order, or is in the buffer.</summary>
    public static bool FifoInv(BoundedQueueState state) => state.Produced == state.Consumed.Concat(state.Buffer);

    /// <summary>The thread does not wait, and has looked whether it may go on.</summary>
    private static bool MayGoOn(
        BoundedQueueModel model, BoundedQueueState state, ThreadId thread, bool condition) =>
        !state.Waiting.Contains(thread)
        && (condition || (model.Variant == BoundedQueueVariant.NoRecheck && state.Woken.Contains(thread)));

    private static bool HasSpace(BoundedQueueModel model, BoundedQueueState state) =>
        state.Buffer.Count < model.Capacity;

    private static bool HasItem(BoundedQueueState state) => state.Buffer.Count > 0;

    /// <summary>The wait set of the producers. Source: <c>BoundedQueue!NotFull</c>.</summary>
    private static EquatableSet<ThreadId> NotFull(BoundedQueueModel model, BoundedQueueState state) =>
        WaitSet(model, state, model.Producers);

    /// <summary>The wait set of the consumers. Source: <c>BoundedQueue!NotEmpty</c>.</summary>
    private static EquatableSet<ThreadId> NotEmpty(BoundedQueueModel model, BoundedQueueState state) =>
        WaitSet(model, state, model.Consumers);

    private static EquatableSet<ThreadId> WaitSet(
        BoundedQueueModel model, BoundedQueueState state, EquatableSet<ThreadId> threads) =>
        model.Variant == BoundedQueueVariant.OneCondition
            ? state.Waiting
            : EquatableSet.From(state.Waiting.Where(threads.Contains));

    /// <summary>A signal wakes any one of those who wait, if somebody does.</summary>
    private static bool Wakes(EquatableSet<ThreadId> condition, EquatableSet<ThreadId> threads) =>
        (condition.Count == 0) == (threads.Count == 0) && threads.IsSubsetOf(condition);

    /// <summary>The thread leaves the monitor; whom it signalled waits no longer, and is not in yet.</summary>
    private static BoundedQueueState Signal(
        BoundedQueueState state, ThreadId thread, EquatableSet<ThreadId> signalled) => state with
        {
            Waiting = EquatableSet.From(state.Waiting.Where(other => !signalled.Contains(other))),
            Woken = state.Woken.Remove(thread).Union(signalled),
        };

    private static BoundedQueueState Wait(BoundedQueueState state, ThreadId thread) => state with
    {
        Waiting = state.Waiting.Add(thread),
        Woken = state.Woken.Remove(thread),
    };

    private static int NumberOf(BoundedQueueState state, ThreadId producer) =>
        state.Produced.Count(item => item.Producer == producer);

    private static bool HasNext(BoundedQueueModel model, BoundedQueueState state, ThreadId producer) =>
        NumberOf(state, producer) < model.MaxItems;

    private static QueueItem NextItem(BoundedQueueState state, ThreadId producer) =>
        new(producer, NumberOf(state, producer) + 1);

    private static bool AllIsConsumed(BoundedQueueModel model, BoundedQueueState state) =>
        model.Producers.All(producer =>
            state.Consumed.Count(item => item.Producer == producer) == model.MaxItems);
}
