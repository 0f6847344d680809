using Verified.Oracle.History;

namespace Verified.Oracle.Rules.Bus;

/// <content>What is published, and where it is.</content>
internal sealed partial class BusJudge
{
    private void InvokePublish(Operation operation, HistoryLine line)
    {
        for (var i = 0; i < line.EventCount; i++)
        {
            ref var named = ref line.Events[i];
            var slot = _log.Message(named.Id, line.Number, i);
            ref var message = ref _log.Messages[slot];
            if (message.Publish == 0 || message.FailedOnly) First(slot, ref message, ref named, line.Number, i);
            else message.Flags |= MessageFlags.Again;
            if (message.Cause < 0 && (named.Present & Fields.Cause) != 0)
            {
                var cause = _log.Message(named.Cause, line.Number, References.CauseOrdinal(i));
                _log.Messages[slot].Cause = cause;
                _log.Messages[slot].CausedBy = line.Number;
            }

            operation.Messages.Add(new CarriedMessage(slot, -1, -1, -1, -1));
        }
    }

    private void First(int slot, ref MessageRecord message, ref EventRef named, uint line, int ordinal)
    {
        if (message.Delivered != 0)
        {
            message.Flags |= MessageFlags.Foreseen;
            if (message.Content != 0 && named.Content != 0 && message.Content != named.Content) message.Flags |= MessageFlags.Altered;
        }

        message.Flags &= ~MessageFlags.Failed;
        message.Publish = line;
        message.NamedBy = line;
        message.Ordinal = ordinal;
        if (named.Content != 0) message.Content = named.Content;
        Describe(ref message, ref named);
    }

    /// <summary>Topic and order, as the first line that names them says.</summary>
    private void Describe(ref MessageRecord message, ref EventRef named)
    {
        if (message.Topic < 0 && (named.Present & Fields.Topic) != 0) message.Topic = _log.Topic(named.Topic);
        if (message.Scope < 0) message.Scope = _log.Scope(named.Topic, named.Key, (named.Present & Fields.Key) != 0);
    }

    private void EndPublish(Operation operation, HistoryLine line)
    {
        foreach (var carried in operation.Messages)
        {
            ref var message = ref _log.Messages[carried.Slot];
            message.Flags |= MessageFlags.Acknowledged;
            if (line.Has(Fields.Outcomes)) message.Flags |= MessageFlags.HasOutcomes;
            if (message.Acknowledged == 0) message.Acknowledged = line.Number;
            if (!line.Duplicate) MayStore(ref message, operation.Invoke);
            else if (message.Duplicate == 0) message.Duplicate = line.Number;
        }

        if (line.Has(Fields.Position) && operation.Messages.Count > 0)
            Place(operation.Messages[^1].Slot, _log.Partition(line.Partition), line.Position, line.Number);
        if (line.Has(Fields.Outcomes) && operation.Messages.Count > 0)
            foreach (var rule in _publishRules)
                rule.OutcomesTold(operation, line);
    }

    private void FailPublish(Operation operation, HistoryLine line)
    {
        foreach (var carried in operation.Messages)
        {
            ref var message = ref _log.Messages[carried.Slot];
            message.Flags |= MessageFlags.Failed;
            if (!line.Veto) continue;
            message.Flags |= MessageFlags.Vetoed;
            message.VetoInvoke = operation.Invoke;
            message.VetoEnd = line.Number;
        }
    }

    private void LosePublish(Operation operation)
    {
        foreach (var carried in operation.Messages)
        {
            ref var message = ref _log.Messages[carried.Slot];
            message.Flags |= MessageFlags.Unknown;
            MayStore(ref message, operation.Invoke);
        }
    }

    private static void MayStore(ref MessageRecord message, uint invoke)
    {
        if (message.MayStore == 0 || invoke < message.MayStore) message.MayStore = invoke;
    }

    /// <summary>Takes in that a message is at a position.</summary>
    private void Place(int slot, int partition, long position, uint line)
    {
        ref var message = ref _log.Messages[slot];
        if (message.Partition == partition && message.Position == position) return;
        var state = _log.Partitions[partition];
        var occupant = position < 0 ? -1 : state.Messages.Find(position);
        if (occupant == slot) return;
        foreach (var rule in _publishRules) rule.Placed(slot, partition, position, occupant, line);
        if (position < 0) return;
        if (occupant < 0)
        {
            _budget.Take(16);
            state.Messages.Add(position, slot);
            state.Told.Add((position, line));
        }

        if (message.Position >= 0) return;
        message.Partition = partition;
        message.Position = position;
        message.PositionedBy = line;
    }
}
