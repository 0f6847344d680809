using Verified.Oracle.History;
using Verified.Oracle.Rules.Store;

namespace Verified.Oracle.Rules.Bus;

/// <summary>Judges the history of a bus: reads lines into the <see cref="BusLog"/> and tells the rules.</summary>
/// <remarks>Linear in the history, one pass; not thread-safe.</remarks>
internal sealed partial class BusJudge : Part
{
    private readonly BusLog _log;
    private readonly MemoryBudget _budget;
    private readonly IDeliveryRule[] _deliveryRules;
    private readonly IPublishRule[] _publishRules;
    private readonly ICommitRule[] _commitRules;

    // Null where no order of effects is declared.
    private readonly EffectOrder? _effectOrder;

    public BusJudge(HistoryHeader header, StoreLog? store, MemoryBudget budget)
    {
        _budget = budget;
        _log = new BusLog(header, store, budget);
        Rules = BusRules.For(_log, budget);
        _deliveryRules = [.. Rules.OfType<IDeliveryRule>()];
        _publishRules = [.. Rules.OfType<IPublishRule>()];
        _commitRules = [.. Rules.OfType<ICommitRule>()];
        foreach (var rule in Rules)
            if (rule is EffectOrder { NotApplicable: null } order)
                _effectOrder = order;
    }

    public override IReadOnlyList<Rule> Rules { get; }

    public override void Invoke(Operation operation, HistoryReader reader)
    {
        var line = reader.Line;
        operation.Time = line.Time;
        operation.HasTime = line.Has(Fields.Time);
        if (line.Has(Fields.Consumer)) operation.Consumer = _log.Consumer(line.Consumer, line.Number);
        switch (line.Function)
        {
            case LineFunction.Subscribe or LineFunction.Unsubscribe:
                InvokeSubscription(operation, line);
                break;
            case LineFunction.Publish:
                InvokePublish(operation, line);
                break;
            case LineFunction.Deliver:
                InvokeDelivery(operation, line);
                break;
            case LineFunction.Ack or LineFunction.Nack or LineFunction.DeadLetter or LineFunction.Replay:
                InvokeSettlement(operation, line);
                break;
            case LineFunction.Checkpoint:
                InvokeCheckpoint(operation, line);
                break;
        }

        TakeOutbox(operation, line);
    }

    public override void Succeed(Operation operation, HistoryReader reader)
    {
        var line = reader.Line;
        TakeOutbox(operation, line);
        Owe(operation, MessageFlags.Owed);
        switch (operation.Function)
        {
            case LineFunction.Subscribe or LineFunction.Unsubscribe:
                EndSubscription(operation, line, succeeded: true);
                break;
            case LineFunction.Publish:
                EndPublish(operation, line);
                break;
            case LineFunction.Deliver:
                EndDelivery(operation, line);
                break;
            case LineFunction.Ack or LineFunction.DeadLetter:
                EndSettlement(operation, line.Number);
                break;
            case LineFunction.Checkpoint:
                EndCheckpoint(operation, line);
                break;
        }
    }

    public override void Fail(Operation operation, HistoryLine line)
    {
        Owe(operation, MessageFlags.NotOwed);
        if (operation.Function == LineFunction.Publish) FailPublish(operation, line);
        else if (operation.Function == LineFunction.Deliver) FailDelivery(operation, line.Number);
        else if (operation.Function == LineFunction.Checkpoint) SaveReplies(operation, failed: true);
        else if (operation.Function is LineFunction.Subscribe or LineFunction.Unsubscribe)
            EndSubscription(operation, line, succeeded: false);
    }

    public override void Unknown(Operation operation, uint line)
    {
        Owe(operation, MessageFlags.MaybeOwed);
        if (operation.Function == LineFunction.Publish) LosePublish(operation);
        else if (operation.Function == LineFunction.Deliver) LoseDelivery(operation, line);
        else if (operation.Function == LineFunction.DeadLetter) LoseDeadLetter(operation);
        else if (operation.Function == LineFunction.Checkpoint) SaveReplies(operation, failed: false);
    }

    public override void Conclude()
    {
        foreach (var rule in Rules)
        {
            if (rule is IMessageEndRule ofMessages)
                for (var slot = 0; slot < _log.Messages.Count; slot++)
                    ofMessages.AtEnd(slot, ref _log.Messages[slot]);
            if (rule is IDeliveryEndRule ofDeliveries)
                for (var at = 0; at < _log.Deliveries.Count; at++)
                    ofDeliveries.AtEnd(ref _log.Deliveries[at]);
            if (rule is ICursorEndRule ofCursors)
                for (var consumer = 0; consumer < _log.Consumers.Count; consumer++)
                    foreach (var (partition, cursor) in _log.Consumers[consumer].Cursors)
                        ofCursors.AtEnd(consumer, partition, cursor);
            if (rule is IEndRule whole) whole.AtEnd();
        }
    }

    /// <summary>Messages that were acknowledged, and of them those that were delivered.</summary>
    public override Counts Count()
    {
        long acknowledged = 0, observed = 0, unknown = 0, resolved = 0;
        for (var slot = 0; slot < _log.Messages.Count; slot++)
        {
            ref var message = ref _log.Messages[slot];
            if (message.Has(MessageFlags.Acknowledged))
            {
                acknowledged++;
                if (message.Delivered != 0) observed++;
            }
            else if (message.Has(MessageFlags.Unknown))
            {
                unknown++;
                if (message.Delivered != 0) resolved++;
            }
        }

        return new Counts(acknowledged, observed, unknown, resolved);
    }

    private void InvokeSubscription(Operation operation, HistoryLine line)
    {
        operation.Partition = line.Has(Fields.Topic) ? _log.Topic(line.Topic) : -1;
        var subscription = _log.Subscription(operation.Consumer, operation.Partition, line.Partial);
        var consumer = _log.Consumers[operation.Consumer];
        consumer.IsFiltered |= line.Partial;
        if (line.Has(Fields.Effect)) consumer.Promise = line.Effect;
        subscription.IsFiltered |= line.Partial;
        subscription.Invoke(line.Function == LineFunction.Subscribe, line.Number);
    }

    private void EndSubscription(Operation operation, HistoryLine line, bool succeeded)
    {
        _log.Subscription(operation.Consumer, operation.Partition, isFiltered: false)
            .End(operation.Function == LineFunction.Subscribe, operation.Invoke, line.Number, succeeded);
        if (succeeded) KnowGeneration(operation.Consumer, line.Generation, line.Number);
    }

    private void KnowGeneration(int consumer, long generation, uint line)
    {
        var state = _log.Consumers[consumer];
        if (generation <= state.Generation) return;
        state.Generation = generation;
        state.GenerationBy = line;
    }

    /// <summary>Messages whose publication the operation commits to, in one transaction with its effect.</summary>
    private void TakeOutbox(Operation operation, HistoryLine line)
    {
        for (var i = 0; i < line.ItemCount; i++)
        {
            if (line.Items[i].List != Fields.Outbox) continue;
            var slot = _log.Message(line.Items[i].Name, line.Number, References.OutboxOrdinal(line.Items[i].Ordinal));
            if (!operation.Outbox.Contains(slot)) operation.Outbox.Add(slot);
        }
    }

    private void Owe(Operation operation, MessageFlags how)
    {
        foreach (var slot in operation.Outbox)
        {
            ref var message = ref _log.Messages[slot];
            if (message.OwedBy == 0 || (how == MessageFlags.Owed && !message.Has(MessageFlags.Owed)))
                message.OwedBy = operation.Invoke;
            message.Flags |= how;
            if (how == MessageFlags.MaybeOwed && operation.Function == LineFunction.Append && operation.SlotCount > 0)
                message.OwedByEvent = operation.Slots[0];
        }

        if (how == MessageFlags.NotOwed || operation.Function != LineFunction.Append || operation.Outbox.Count == 0) return;
        for (var i = 0; i < operation.SlotCount; i++)
            Causes(_log.Message(_log.Store!.Events[operation.Slots[i]].Id, operation.Invoke, i), operation);
    }

    /// <summary>What this event, or message, causes is listed under the operation's outbox.</summary>
    private void Causes(int slot, Operation operation)
    {
        ref var cause = ref _log.Messages[slot];
        cause.Flags |= operation.Outbox.Count > 0 ? MessageFlags.ListsOutbox : MessageFlags.ListsNoOutbox;
        if (cause.OutboxBy == 0 && operation.Outbox.Count > 0) cause.OutboxBy = operation.Invoke;
    }
}
