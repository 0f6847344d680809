using FsCheck;
using FsCheck.Fluent;
using Verified.Reference;

namespace Verified.Tests.Property;

/// <summary>Random walks through the mirrors of messaging, in models far too large for a model check.</summary>
/// <remarks>A walk is a sequence of numbers: each picks one of the actions that are enabled in its state. Every law says
/// also what its walks must have met, so that it does not hold of walks that go nowhere.</remarks>
public sealed class MessagingLaws
{
    private const int Walks = 100;

    private static readonly Gen<int[]> s_walk = Gen.Choose(0, int.MaxValue).ArrayOf(120);

    [Fact]
    public void Delivery_EveryStep_KeepsTheInvariants()
    {
        var model = new DeliveryModel(
            Messages: Names("m", 5, name => new MessageId(name)),
            Workers: Names("w", 3, name => new WorkerId(name)),
            MaxDeliveries: 4,
            MaxReplays: 3,
            MaxSends: 2,
            DeliveryVariant.Correct);
        var replayed = 0;
        Holds(
            Delivery.Init(model),
            Delivery.Actions(model),
            (state, action) => Delivery.Step(model, state, action),
            (_, next) =>
            {
                Assert.True(Delivery.AtMostOneEffectInv(next), nameof(Delivery.AtMostOneEffectInv));
                Assert.True(Delivery.AckImpliesEffectInv(next), nameof(Delivery.AckImpliesEffectInv));
                Assert.True(Delivery.OutboxIffEffectInv(next), nameof(Delivery.OutboxIffEffectInv));
                Assert.True(Delivery.InboxCoversRedeliveryInv(next), nameof(Delivery.InboxCoversRedeliveryInv));
                if (next.Replays > 0 && next.Effects.Values.Any(times => times > 0))
                    replayed++;
            });
        Assert.NotEqual(0, replayed);
    }

    [Fact]
    public void ConsumerGroup_EveryStep_KeepsTheInvariants()
    {
        var model = new ConsumerGroupModel(
            Members: Names("c", 3, name => new MemberId(name)),
            Partitions: Names("p", 3, name => new PartitionId(name)),
            Records: 6,
            MaxExpiries: 8,
            ConsumerGroupVariant.Correct);
        var fenced = 0;
        Holds(
            ConsumerGroup.Init(model),
            ConsumerGroup.Actions(model),
            (state, action) => ConsumerGroup.Step(model, state, action),
            (state, next) =>
            {
                Assert.True(ConsumerGroup.OneOwnerInv(model, next), nameof(ConsumerGroup.OneOwnerInv));
                Assert.True(ConsumerGroup.NoLossInv(next), nameof(ConsumerGroup.NoLossInv));
                Assert.True(
                    ConsumerGroup.CommitMonotonicProp(state, next), nameof(ConsumerGroup.CommitMonotonicProp));
                if (next.Committed.Values.Any(commit => commit > 1) && next.Expiries > 1)
                    fenced++;
            });
        Assert.NotEqual(0, fenced);
    }

    [Fact]
    public void BoundedQueue_EveryWalk_ConsumesAllInOrder()
    {
        var model = new BoundedQueueModel(
            Producers: Names("p", 3, name => new ThreadId(name)),
            Consumers: Names("c", 4, name => new ThreadId(name)),
            Capacity: 3,
            MaxItems: 5,
            BoundedQueueVariant.Correct);
        var actions = BoundedQueue.Actions(model).ToList();
        Law.Holds(s_walk, walk =>
        {
            var state = BoundedQueue.Init(model);
            for (var i = 0; Next(actions, a => BoundedQueue.Step(model, state, a), walk[i % walk.Length]) is var next; i++)
            {
                Assert.NotNull(next); // no deadlock
                Assert.True(BoundedQueue.CapacityInv(model, next), nameof(BoundedQueue.CapacityInv));
                Assert.True(BoundedQueue.FifoInv(next), nameof(BoundedQueue.FifoInv));
                if (BoundedQueue.Step(model, state, new BoundedQueueAction.Rest()) is not null)
                    return;
                state = next;
            }
        }, count: Walks);
    }

    [Fact]
    public void EventBus_EveryStep_KeepsTheInvariants()
    {
        var model = new EventBusModel(
            Handlers: Names("h", 3, name => new HandlerId(name)),
            Events: Names("e", 8, name => new EventId(name)),
            MaxPermits: 2,
            EventBusVariant.Correct);
        var nested = 0;
        Holds(
            EventBus.Init(model) with { Subscribed = model.Handlers }, // else most events are for nobody
            EventBus.Actions(model),
            (state, action) => EventBus.Step(model, state, action),
            (_, next) =>
            {
                Assert.True(EventBus.OutcomePerMatchInv(next), nameof(EventBus.OutcomePerMatchInv));
                Assert.True(EventBus.IsolationInv(next), nameof(EventBus.IsolationInv));
                Assert.True(EventBus.VetoStoresNothingInv(next), nameof(EventBus.VetoStoresNothingInv));
                Assert.True(EventBus.PermitsInv(model, next), nameof(EventBus.PermitsInv));
                if (next.Runs.Values.Sum(runs => runs.Values.Count(run => run is HandlerRun.WaitingFor)) > 1)
                    nested++;
            });
        Assert.NotEqual(0, nested);
    }

    /// <summary>Walks, and checks every step of each walk.</summary>
    private static void Holds<TState, TAction>(
        TState initial,
        IEnumerable<TAction> actions,
        Func<TState, TAction, TState?> step,
        Action<TState, TState> check)
        where TState : class
    {
        var all = actions.ToList();
        Law.Holds(s_walk, walk =>
        {
            var state = initial;
            foreach (var choice in walk)
            {
                if (Next(all, action => step(state, action), choice) is not { } next)
                    return;
                check(state, next);
                state = next;
            }
        }, Law.Shorter, Walks);
    }

    /// <summary>Where an enabled action leads, picked by a number; null where none is enabled.</summary>
    private static TState? Next<TState, TAction>(
        List<TAction> actions, Func<TAction, TState?> step, int choice)
        where TState : class
    {
        var successors = actions.Select(step).OfType<TState>().ToList();
        return successors.Count == 0 ? null : successors[choice % successors.Count];
    }

    private static EquatableSet<T> Names<T>(string prefix, int count, Func<string, T> named)
        where T : IComparable<T> =>
        EquatableSet.From(Enumerable.Range(1, count).Select(i => named($"{prefix}{i}")));
}
