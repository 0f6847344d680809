using Verified.Oracle.History;
using Verified.Oracle.Rules;
using Verified.Oracle.Rules.Log;

namespace Verified.Oracle.Jepsen;

/// <summary>Judges a log-shaped Jepsen history: sends and polls of keys with offsets.</summary>
/// <remarks>Linear, one pass, but for the sort at the end of <see cref="PollWithoutSkip"/>. Not thread-safe.</remarks>
internal sealed class LogJudge
{
    // What Kafka's client answers to a send whose offset it was not told.
    private const long UnknownToTheClient = -1;

    private readonly MessageTable _messages;
    private readonly Dictionary<long, Client> _clients = [];
    private readonly MemoryBudget _budget;
    private readonly OneValuePerOffset _oneValue;
    private readonly AtomicTransaction _atomic;
    private readonly IMessagePlacementRule[] _placementRules;
    private readonly IPollRule[] _pollRules;
    private readonly ISendRule[] _sendRules;
    private long _unknownPolls;

    public LogJudge(MemoryBudget budget)
    {
        _budget = budget;
        _messages = new MessageTable(budget);
        Rules =
        [
            _oneValue = new OneValuePerOffset(_messages), new NoDuplicate(_messages), new NoLostMessage(_messages),
            new NoPhantomMessage(_messages), _atomic = new AtomicTransaction(_messages, budget), new PollOrder(_messages), new PollWithoutSkip(_messages, budget),
            new SendOrder(_messages, budget),
        ];
        _placementRules = [.. Rules.OfType<IMessagePlacementRule>()];
        _pollRules = [.. Rules.OfType<IPollRule>()];
        _sendRules = [.. Rules.OfType<ISendRule>()];
    }

    public IReadOnlyList<Rule> Rules { get; }

    public long Operations { get; private set; }

    /// <summary>Whether any operation sends or polls: whether this is a log-shaped history at all.</summary>
    public bool IsLogShaped { get; private set; }

    /// <summary>Takes one operation in; the reader is told where it is malformed.</summary>
    public void Take(JepsenOperation operation, EdnReader reader)
    {
        if (!operation.IsClient) return;
        if (operation.Function is LogFunction.Send or LogFunction.Poll or LogFunction.Txn) IsLogShaped = true;
        var client = ClientOf(operation.Process);
        if (operation.Type == LineType.Invoke)
        {
            if (client.Begin(operation, reader)) Invoke(client, operation, reader);
        }
        else if (client.End(operation, reader)) Complete(client, operation, reader);
    }

    /// <summary>After the last operation: what is open is unknown; the rules conclude.</summary>
    public Counts End()
    {
        foreach (var client in _clients.Values)
            if (client.IsOpen)
                Unknown(client);
        foreach (var rule in Rules)
            if (rule is ILogEndRule end)
                end.AtEnd(_unknownPolls);
        return Count();
    }

    /// <summary>Messages by what is known of them. O(messages).</summary>
    public Counts Count()
    {
        long acknowledged = 0, observed = 0, unknown = 0, resolved = 0;
        for (var slot = 0; slot < _messages.Count; slot++)
        {
            ref var message = ref _messages[slot];
            var seen = message.Has(MessageFlags.Observed) ? 1 : 0;
            if (message.Has(MessageFlags.Acknowledged))
            {
                acknowledged++;
                observed += seen;
            }
            else if (message.Has(MessageFlags.Unknown))
            {
                unknown++;
                resolved += seen;
            }
        }

        return new Counts(acknowledged, observed, unknown, resolved);
    }

    private void Invoke(Client client, JepsenOperation operation, EdnReader reader)
    {
        Operations++;
        if (operation.Function is LogFunction.Assign or LogFunction.Subscribe) client.Reassign();
        if (operation.Function is not (LogFunction.Send or LogFunction.Txn) || operation.Value < 0) return;
        var tape = reader.Tape;
        client.Polls = false;
        for (var mop = operation.Value + 1; mop < tape[operation.Value].Next; mop = tape[mop].Next)
        {
            client.Polls |= MicroOp.Polls(reader, mop);
            if (!MicroOp.IsSend(reader, mop, out var key, out var value)) continue;
            var slot = Message(reader, key, value);
            ref var message = ref _messages[slot];
            if (message.Invoke == 0) message.Invoke = operation.Number;
            else message.Flags |= MessageFlags.Again;
            client.Slots.Add(slot);
        }

        if (operation.Function == LogFunction.Txn && client.Slots.Count > 1) _atomic.Begun([.. client.Slots]);
    }

    private void Complete(Client client, JepsenOperation operation, EdnReader reader)
    {
        switch (operation.Type)
        {
            case LineType.Ok:
                Succeed(client, operation, reader);
                break;
            case LineType.Fail:
                foreach (var slot in client.Slots) _messages[slot].Flags |= MessageFlags.Failed;
                if (client.Polls) _unknownPolls++;
                client.MayHaveAdvanced();
                break;
            default:
                Unknown(client);
                client.Die();
                foreach (var rule in _sendRules) rule.ProducerGone(operation.Process);
                break;
        }
    }

    private void Unknown(Client client)
    {
        foreach (var slot in client.Slots) _messages[slot].Flags |= MessageFlags.Unknown;
        if (client.Polls) _unknownPolls++;
    }

    private void Succeed(Client client, JepsenOperation operation, EdnReader reader)
    {
        foreach (var slot in client.Slots)
        {
            _messages[slot].Flags |= MessageFlags.Acknowledged;
            if (_messages[slot].Ack == 0) _messages[slot].Ack = operation.Number;
        }

        if (operation.Value < 0) return;
        switch (operation.Function)
        {
            case LogFunction.Assign:
                client.CanBeFollowed = true;
                if (operation.SeeksToBeginning) Seek(client, operation, reader);
                break;
            case LogFunction.Subscribe:
                client.CanBeFollowed = false;
                break;
            case LogFunction.Send or LogFunction.Poll or LogFunction.Txn:
                if (operation.Rebalanced) client.Reassign();
                var tape = reader.Tape;
                for (var mop = operation.Value + 1; mop < tape[operation.Value].Next; mop = tape[mop].Next)
                    MicroOperation(client, operation, reader, mop);
                break;
        }
    }

    private void Seek(Client client, JepsenOperation operation, EdnReader reader)
    {
        var tape = reader.Tape;
        for (var key = operation.Value + 1; key < tape[operation.Value].Next; key = tape[key].Next)
            client.Positions[_messages.FindOrAddKey(MicroOp.Bytes(reader, key))] = (-1, operation.Number, false);
    }

    private void MicroOperation(Client client, JepsenOperation operation, EdnReader reader, int mop)
    {
        if (MicroOp.IsSend(reader, mop, out var key, out var sent))
        {
            if (!MicroOp.IsPair(reader, sent, out var offset, out var value)) return;
            var slot = Message(reader, key, value);
            if (offset is MicroOp.Untold or UnknownToTheClient || !IsOffset(slot, offset, operation.Number)) return;
            Place(slot, offset, operation.Number);
            foreach (var rule in _sendRules) rule.Sent(operation.Process, slot, offset, operation.Number);
        }
        else if (MicroOp.IsPoll(reader, mop, out var shown))
        {
            if (!client.CanBeFollowed || operation.Rebalanced) client.Positions.Clear();
            var tape = reader.Tape;
            for (key = shown + 1; key < tape[shown].Next; key = tape[tape[key].Next].Next)
                Poll(client, operation, reader, key, tape[key].Next);
        }
    }

    private void Poll(Client client, JepsenOperation operation, EdnReader reader, int keyNode, int pairs)
    {
        var key = _messages.FindOrAddKey(MicroOp.Bytes(reader, keyNode));
        var tape = reader.Tape;
        for (var pair = pairs + 1; pair < tape[pairs].Next; pair = tape[pair].Next)
        {
            if (!MicroOp.IsPair(reader, pair, out var offset, out var value)) continue;
            var slot = _messages.FindOrAdd(key, MicroOp.Bytes(reader, value));
            _messages[slot].Flags |= MessageFlags.Observed;
            _messages[slot].SeenBy = operation.Number;
            if (_messages[slot].FirstSeenBy == 0) _messages[slot].FirstSeenBy = operation.Number;
            if (offset == MicroOp.Untold || !IsOffset(slot, offset, operation.Number)) continue;
            Place(slot, offset, operation.Number);
            if (offset > _messages.Key(key).HighestPolled)
            {
                _messages.Key(key).HighestPolled = offset;
                _messages.Key(key).PolledBy = operation.Number;
            }

            if (client.Positions.TryGetValue(key, out var before))
            {
                var step = new PollStep(key, before.Offset, offset, before.Number, operation.Number, before.Unsure);
                foreach (var rule in _pollRules) rule.Polled(in step);
            }

            client.Positions[key] = (offset, operation.Number, false);
        }
    }

    /// <summary>An offset below 0 is a lie of the log's, not a fault of the file.</summary>
    private bool IsOffset(int slot, long offset, uint number)
    {
        if (offset >= 0) return true;
        _oneValue.Impossible(slot, offset, number);
        return false;
    }

    private void Place(int slot, long offset, uint number)
    {
        ref var message = ref _messages[slot];
        if (message.Offset == offset) return;
        var offsets = _messages.Key(message.Key).Offsets;
        var occupant = offsets.Find(offset);
        var placement = new MessagePlacement(slot, offset, number, occupant == slot ? -1 : occupant, message.Offset >= 0);
        foreach (var rule in _placementRules) rule.Placed(in placement);
        if (occupant < 0) offsets.Add(offset, slot);
        if (message.Offset >= 0) return;
        message.Offset = offset;
        message.PlacedBy = number;
    }

    private int Message(EdnReader reader, int key, int value) =>
        _messages.FindOrAdd(_messages.FindOrAddKey(MicroOp.Bytes(reader, key)), MicroOp.Bytes(reader, value));

    private Client ClientOf(long process)
    {
        if (_clients.TryGetValue(process, out var client)) return client;
        _budget.Take(400);
        return _clients[process] = new Client();
    }
}
