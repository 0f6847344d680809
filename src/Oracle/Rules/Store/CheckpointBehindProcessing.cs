using Verified.Oracle.History;

namespace Verified.Oracle.Rules.Store;

/// <summary>A subscription that starts again behind position p had dealt with everything it was handed at or below p.</summary>
/// <remarks>
/// The failure: a checkpoint is saved ahead of processing, the subscriber dies, and starts again from that checkpoint. The event it
/// was at is never handed to it again. A delivery is completed when the subscriber has dealt with its events (done,
/// or given up for good), and before the checkpoint that covers them is acknowledged: that is what the format demands
/// of a recorder, also of one whose effect and checkpoint are committed together. An event is lost to a subscription if
/// <list type="number">
/// <item>no delivery of it, ever, completed <c>ok</c>; and</item>
/// <item>the subscription started again, after its last delivery, at its position or above, so that it will not come again; and</item>
/// <item>either a checkpoint at or above it was acknowledged while that delivery was open, and before the subscription
/// started again: it had been saved ahead of processing, and was used; or every delivery of it ended with <c>fail</c>:
/// it certainly was not dealt with.</item>
/// </list>
/// Sound for at-least-once: a correct subscriber saves only what it has dealt with, so condition 3 never holds of
/// it. Legal, and acquitted: a checkpoint ahead that nobody starts from; a start below, after which the event comes
/// again, however often; a delivery of unknown outcome (<c>info</c>, or a crash) before the checkpoint is
/// acknowledged, as it may have been dealt with; a checkpoint of unknown outcome, as it may have been committed together with the effect;
/// a delivery that another incarnation left open. An event that was not delivered at all is
/// <see cref="CheckpointWithoutGap"/>'s. O(log n) per delivery; about 100 bytes per event and subscription.
/// </remarks>
internal sealed class CheckpointBehindProcessing(StoreLog log, MemoryBudget budget)
    : StoreRule(log), ISubscriptionRule, IEndRule
{
    private readonly Dictionary<Hash128, Subscription> subscriptions = [];
    private bool restarted;

    public override string Id => "checkpoint-behind-processing";

    public override string? NotApplicable =>
        !Log.RealTime ? NeedsSharedClock
        : Log.Header.Sampled ? "the history is sampled: a delivery may be missing"
        : !restarted ? "no subscription was recorded to start again"
        : null;

    public void DeliveryInvoked(Operation operation, uint line)
    {
        var subscription = Of(operation.Subscription);
        budget.Take(100L * operation.SlotCount);
        for (var i = 0; i < operation.SlotCount; i++) subscription.Deliver(operation.Slots[i], PositionOf(operation, i), line);
    }

    public void DeliveryEnded(Operation operation, LineType outcome, uint line)
    {
        var subscription = Of(operation.Subscription);
        for (var i = 0; i < operation.SlotCount; i++) subscription.End(operation.Slots[i], operation.Invoke, outcome, line);
    }

    public void CheckpointInvoked(Operation operation, uint line)
    {
        if (!operation.Starts) return;
        var subscription = Of(operation.Subscription);
        budget.Take(16);
        subscription.Start(operation.Position, line);
        restarted |= subscription.HasDeliveries;
    }

    public void CheckpointSaved(Operation operation, uint line)
    {
        if (!operation.Starts) Of(operation.Subscription).Save(operation.Position, line);
    }

    public void AtEnd()
    {
        foreach (var subscription in subscriptions.Values) Judge(subscription);
    }

    private void Judge(Subscription subscription)
    {
        subscription.Prepare();
        Checked += subscription.DealtWithBeforeAStart;
        var lost = -1;
        foreach (var (slot, handed) in subscription.Pending)
        {
            if (!subscription.StartsAbove(handed)) continue;
            Checked++;
            if (!IsNotDealtWith(handed) || Log.IsHidden(Log.Events[slot].Stream)) continue;
            if (lost < 0 || handed.Position < subscription.Pending[lost].Position) lost = slot;
        }

        if (lost >= 0) Convict(subscription, lost);
    }

    private static bool IsNotDealtWith(in Handed handed) => handed.Ahead != 0 || handed.NotFailed == 0;

    private void Convict(Subscription subscription, int slot)
    {
        var handed = subscription.Pending[slot];
        var start = subscription.FirstStartAbove(handed);
        var what = handed.Ahead != 0
            ? $"a checkpoint past it was saved (index {At(handed.Ahead)}) while the subscriber was still at it"
            : "the subscriber failed to deal with it";
        Convict(
            [handed.Invoke, handed.Ahead, start],
            $"Event {EventName(slot)} of stream {StreamOf(slot)}, at position {handed.Position}, was delivered (index {At(handed.Invoke)}) but never dealt with: {what}, and the subscription started again behind it (index {At(start)}): the event is lost to it.");
    }

    private long PositionOf(Operation operation, int i) => Log.Events[operation.Slots[i]].Position;

    private Subscription Of(Hash128 name)
    {
        if (subscriptions.TryGetValue(name, out var known)) return known;
        budget.Take(300);
        return subscriptions[name] = new Subscription();
    }

    /// <summary>An event that was delivered, and never dealt with.</summary>
    /// <param name="Position">Its position.</param>
    /// <param name="Invoke">The invocation of its last delivery.</param>
    /// <param name="Ended">That delivery's completion, or 0.</param>
    /// <param name="Ahead">The acknowledgement of the first checkpoint that was saved past it while it was open, or 0.</param>
    /// <param name="NotFailed">Its deliveries that did not end with <c>fail</c>.</param>
    private readonly record struct Handed(long Position, uint Invoke, uint Ended, uint Ahead, int NotFailed);

    private sealed class Subscription
    {
        public readonly Dictionary<int, Handed> Pending = [];

        // Where each event lies that was dealt with.
        private readonly Dictionary<int, (long Position, uint Line)> done = [];

        // Deliveries of this incarnation, lowest position first; those that ended are dropped as they come up.
        private readonly PriorityQueue<(int Slot, uint Invoke), long> open = new();

        // In the order of lines; Prepare adds the highest position from each on.
        private readonly List<(uint Line, long Position)> starts = [];
        private long[] highest = [];

        public bool HasDeliveries => Pending.Count + done.Count > 0;

        /// <summary>Events dealt with, at or below which the subscription started later.</summary>
        public long DealtWithBeforeAStart
        {
            get
            {
                var count = 0L;
                foreach (var (position, line) in done.Values)
                    if (HighestAfter(line) >= position)
                        count++;
                return count;
            }
        }

        public void Deliver(int slot, long position, uint line)
        {
            if (position < 0 || done.ContainsKey(slot)) return;
            Pending.TryGetValue(slot, out var before);
            Pending[slot] = new Handed(position, line, 0, 0, before.NotFailed + 1);
            open.Enqueue((slot, line), position);
        }

        public void End(int slot, uint invoke, LineType outcome, uint line)
        {
            if (!Pending.TryGetValue(slot, out var handed)) return;
            if (outcome == LineType.Ok)
            {
                Pending.Remove(slot);
                done[slot] = (handed.Position, line);
                return;
            }

            Pending[slot] = new Handed(
                handed.Position,
                handed.Invoke,
                handed.Invoke == invoke ? line : handed.Ended,
                handed.Ahead,
                handed.NotFailed - (outcome == LineType.Fail ? 1 : 0));
        }

        /// <summary>A checkpoint was saved: what is open at or below it has been passed.</summary>
        public void Save(long position, uint line)
        {
            while (open.TryPeek(out var delivery, out var at) && at <= position)
            {
                open.Dequeue();
                if (!Pending.TryGetValue(delivery.Slot, out var handed)) continue;
                if (handed.Invoke != delivery.Invoke || handed.Ended != 0) continue;
                Pending[delivery.Slot] = new Handed(handed.Position, handed.Invoke, 0, line, handed.NotFailed);
            }
        }

        /// <summary>It starts, or starts again: what was open belongs to an incarnation that is over.</summary>
        public void Start(long position, uint line)
        {
            starts.Add((line, position));
            open.Clear();
        }

        public void Prepare()
        {
            highest = new long[starts.Count + 1];
            highest[^1] = -1;
            for (var i = starts.Count - 1; i >= 0; i--) highest[i] = Math.Max(starts[i].Position, highest[i + 1]);
        }

        /// <summary>Whether it started at this position or above after the event's delivery, and after it was passed.</summary>
        public bool StartsAbove(in Handed handed) => HighestAfter(Settled(handed)) >= handed.Position;

        public uint FirstStartAbove(in Handed handed)
        {
            var i = FirstAfter(Settled(handed));
            while (starts[i].Position < handed.Position) i++;
            return starts[i].Line;
        }

        /// <summary>The line from which on nothing was going to be done about the event.</summary>
        private static uint Settled(in Handed handed) =>
            handed.Ahead != 0 ? handed.Ahead : Math.Max(handed.Invoke, handed.Ended);

        private long HighestAfter(uint line) => highest[FirstAfter(line)];

        private int FirstAfter(uint line)
        {
            int low = 0, high = starts.Count;
            while (low < high)
            {
                var middle = (low + high) / 2;
                if (starts[middle].Line <= line) low = middle + 1;
                else high = middle;
            }

            return low;
        }
    }
}
