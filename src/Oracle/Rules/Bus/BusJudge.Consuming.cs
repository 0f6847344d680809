using Verified.Oracle.History;

namespace Verified.Oracle.Rules.Bus;

/// <content>What is delivered, and what becomes of it.</content>
internal sealed partial class BusJudge
{
    private void InvokeDelivery(Operation operation, HistoryLine line)
    {
        operation.Saga = line.Has(Fields.Saga) ? 0 : -1;
        for (var i = 0; i < line.EventCount; i++)
        {
            ref var named = ref line.Events[i];
            var slot = See(ref named, line.Number, i);
            var partition = -1;
            var position = -1L;
            if ((named.Present & Fields.Position) != 0)
            {
                partition = _log.Partition(named.Partition);
                Place(slot, partition, named.Position, line.Number);
                if (named.Position >= 0) position = named.Position;
            }

            var at = _log.Delivery(slot, operation.Consumer);
            ref var delivery = ref _log.Deliveries[at];
            var carried = new CarriedMessage(slot, at, partition, position, -1);
            foreach (var rule in _deliveryRules) rule.Delivered(operation, carried, ref delivery);
            if (_effectOrder is not null)
                carried = carried with { Floor = _effectOrder.Floor(operation.Consumer, _log.Messages[slot].Scope) };
            if (delivery.First == 0) delivery.First = line.Number;
            operation.Messages.Add(carried);
            if (position < 0) continue;
            _budget.Take(116);
            var cursor = _log.Cursor(operation.Consumer, partition, line.Number);
            cursor.Delivered.Deliveries.Add((position, line.Number));
            cursor.Incarnations.Deliver(slot, position, line.Number);
        }
    }

    /// <summary>Takes in that a line shows a message.</summary>
    private int See(ref EventRef named, uint line, int ordinal)
    {
        var slot = _log.Message(named.Id, line, ordinal);
        ref var message = ref _log.Messages[slot];
        if (message.Delivered == 0) message.Delivered = line;
        if (message.Content == 0) message.Content = named.Content;
        else if (named.Content != 0 && named.Content != message.Content) message.Flags |= MessageFlags.Altered;
        Describe(ref message, ref named);
        return slot;
    }

    private void EndDelivery(Operation operation, HistoryLine line)
    {
        foreach (var carried in operation.Messages)
        {
            ref var delivery = ref _log.Deliveries[carried.Delivery];
            Earlier(ref delivery.MaySettle, operation.Invoke);
            if (line.Duplicate)
            {
                if (delivery.Duplicate == 0) delivery.Duplicate = line.Number;
            }
            else TakeEffect(operation, line, carried, ref delivery);
            Progress(operation, carried, LineType.Ok, line.Number);
        }
    }

    private void TakeEffect(Operation operation, HistoryLine line, in CarriedMessage carried, ref DeliveryRecord delivery)
    {
        Earlier(ref delivery.MayEffect, operation.Invoke);
        foreach (var rule in _deliveryRules) rule.TookEffect(operation, line, carried, ref delivery);
        Causes(carried.Slot, operation);
        if (operation.Saga >= 0 && delivery.Handled == 0) delivery.Handled = line.Number;
        if (delivery.Effect != 0) return;
        delivery.Effect = operation.Invoke;
        delivery.EffectEnd = line.Number;
        delivery.EffectTime = line.Time;
        delivery.HasEffectTime = line.Has(Fields.Time);
    }

    private void FailDelivery(Operation operation, uint line)
    {
        foreach (var carried in operation.Messages)
        {
            ref var delivery = ref _log.Deliveries[carried.Delivery];
            if (delivery.Failed == 0) delivery.Failed = line;
            Progress(operation, carried, LineType.Fail, line);
        }
    }

    private void LoseDelivery(Operation operation, uint line)
    {
        foreach (var carried in operation.Messages)
        {
            ref var delivery = ref _log.Deliveries[carried.Delivery];
            Earlier(ref delivery.MaySettle, operation.Invoke);
            Earlier(ref delivery.MayEffect, operation.Invoke);
            Causes(carried.Slot, operation);
            if (line != 0) Progress(operation, carried, LineType.Info, line);
        }
    }

    private void Progress(Operation operation, in CarriedMessage carried, LineType outcome, uint line)
    {
        if (carried.Position < 0) return;
        var cursor = _log.Cursor(operation.Consumer, carried.Partition, line);
        cursor.Incarnations.End(carried.Slot, operation.Invoke, outcome, line);
    }

    private void InvokeSettlement(Operation operation, HistoryLine line)
    {
        for (var i = 0; i < line.EventCount; i++)
        {
            var slot = _log.Message(line.Events[i].Id, line.Number, i);
            var at = _log.Delivery(slot, operation.Consumer);
            operation.Messages.Add(new CarriedMessage(slot, at, -1, -1, -1));
            if (line.Function != LineFunction.Replay) continue;
            ref var delivery = ref _log.Deliveries[at];
            delivery.Acknowledged = delivery.Dead = 0;
            delivery.MayBeDead = false;
            delivery.Replayed = true;
        }
    }

    private void EndSettlement(Operation operation, uint line)
    {
        foreach (var carried in operation.Messages)
        {
            ref var delivery = ref _log.Deliveries[carried.Delivery];
            if (operation.Function == LineFunction.Ack)
            {
                if (delivery.Acknowledged == 0) delivery.Acknowledged = line;
                continue;
            }

            if (delivery.Dead == 0) delivery.Dead = line;
            GivenUp(carried.Slot, operation, line);
        }
    }

    private void LoseDeadLetter(Operation operation)
    {
        foreach (var carried in operation.Messages)
        {
            _log.Deliveries[carried.Delivery].MayBeDead = true;
            GivenUp(carried.Slot, operation, operation.Invoke);
        }
    }

    /// <summary>A dead letter is dealt with, wherever the consumer has it.</summary>
    private void GivenUp(int slot, Operation operation, uint line)
    {
        foreach (var cursor in _log.Consumers[operation.Consumer].Cursors.Values)
            cursor.Incarnations.End(slot, operation.Invoke, LineType.Ok, line);
    }

    private void InvokeCheckpoint(Operation operation, HistoryLine line)
    {
        if (operation.Consumer < 0)
        {
            // A saga's: the replies whose handling it makes durable.
            for (var i = 0; i < line.EventCount; i++)
                operation.Messages.Add(new CarriedMessage(_log.Message(line.Events[i].Id, line.Number, i), -1, -1, -1, -1));
            return;
        }

        operation.Partition = _log.Partition(line.Partition);
        operation.Position = line.Position;
        operation.Starts = line.Start;
        operation.Generation = line.Generation;
        var consumer = _log.Consumers[operation.Consumer];
        var cursor = _log.Cursor(operation.Consumer, operation.Partition, line.Number);
        (operation.KnownGeneration, operation.KnownGenerationBy) = (consumer.Generation, consumer.GenerationBy);
        (operation.KnownCommit, operation.KnownCommitBy) = (cursor.Committed, cursor.CommittedBy);
        _budget.Take(32);
        if (cursor.Delivered.First == line.Number) cursor.Delivered.Start = operation.Position;
        else if (!line.Start) cursor.Delivered.Checkpoints.Add((operation.Position, line.Number));
        cursor.HasCommits |= !line.Start;
        if (!line.Start) return;
        cursor.Restarted |= cursor.Incarnations.HasDeliveries;
        cursor.Incarnations.Start(operation.Position, line.Number);
        if (operation.Position < cursor.Committed) (cursor.Committed, cursor.CommittedBy) = (operation.Position, line.Number);
    }

    private void EndCheckpoint(Operation operation, HistoryLine line)
    {
        if (operation.Consumer < 0)
        {
            SaveReplies(operation, failed: false);
            return;
        }

        if (operation.Starts) return;
        var cursor = _log.Cursor(operation.Consumer, operation.Partition, line.Number);
        cursor.Incarnations.Save(operation.Position, line.Number);
        foreach (var rule in _commitRules) rule.Committed(operation, cursor, line.Number);
        KnowGeneration(operation.Consumer, operation.Generation, line.Number);
        if (operation.Position > cursor.Committed) (cursor.Committed, cursor.CommittedBy) = (operation.Position, line.Number);
    }

    private void SaveReplies(Operation operation, bool failed)
    {
        if (operation.Consumer >= 0 || failed) return;
        foreach (var carried in operation.Messages) _log.Messages[carried.Slot].Flags |= MessageFlags.Saved;
    }

    /// <summary>The first of two lines; 0 is none.</summary>
    private static void Earlier(ref uint line, uint other)
    {
        if (line == 0 || other < line) line = other;
    }
}
