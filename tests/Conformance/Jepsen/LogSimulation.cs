using System.Text;
using Verified.Tests.Conformance.Rules;

namespace Verified.Tests.Conformance.Jepsen;

/// <summary>A message as the simulated log holds it.</summary>
internal readonly record struct Message(string Key, long Offset, int Value);

/// <summary>
/// A correct partitioned log under concurrent producers and consumers: sends and transactions whose outcome nobody hears of
/// (and that take effect early, late, or never), aborted ones, resent messages, offsets with holes, polls whose answer is
/// lost, consumers that come, seek, subscribe and go. Everything follows from the seed.
/// </summary>
/// <param name="seed">The seed.</param>
/// <param name="pollsAreCertain">No poll fails or stays unknown: then nothing keeps a loss undetermined.</param>
internal sealed class LogSimulation(int seed, bool pollsAreCertain = false)
{
    private readonly StringBuilder _history = new();
    private readonly List<Client> _clients = [];
    private readonly List<Operation> _inFlight = [];
    private readonly List<Operation> _lost = [];
    private readonly Dictionary<string, long> _committed = [];
    private readonly Dictionary<string, long> _ends = [];
    private long _index;
    private int _nextProcess;
    private int _nextValue;

    public Random Random { get; } = new(seed);

    public string[] Keys { get; } = ["k0", "k1"];

    /// <summary>The log: each key's messages in the order of their offsets.</summary>
    public List<Message> Log { get; } = [];

    /// <summary>Runs to the end; <paramref name="fault"/> is called before a last consumer reads every key from its beginning.</summary>
    public string Run(Action<LogSimulation>? fault = null)
    {
        for (var i = Random.Next(2, 6); i > 0; i--) _clients.Add(new Client(NewProcess()));
        for (var step = Random.Next(10, 80); step > 0; step--) Step();
        foreach (var client in _clients.ToArray())
            if (client.Open is not null && (pollsAreCertain || Random.Next(3) > 0))
                Complete(client);
        fault?.Invoke(this);
        if (fault is not null || Random.Next(2) == 0) PollAll();
        return _history.ToString();
    }

    public int NewProcess() => _nextProcess++;

    public int NewValue() => _nextValue++;

    public string PickKey() => Keys[Random.Next(Keys.Length)];

    public List<Message> Of(string key) => Log.FindAll(m => m.Key == key);

    /// <summary>Puts a value at the end of a key; now and then an offset stays empty.</summary>
    public Message Append(string key, int value)
    {
        var offset = _ends.GetValueOrDefault(key) + (Random.Next(6) == 0 ? 1 : 0);
        _ends[key] = offset + 1;
        var message = new Message(key, offset, value);
        Log.Add(message);
        return message;
    }

    /// <summary>A message of a process of its own, stored and acknowledged.</summary>
    public Message SendNow(string key)
    {
        var message = Append(key, NewValue());
        Send(NewProcess(), message);
        return message;
    }

    /// <summary>Records an acknowledged send, whatever the log holds.</summary>
    public void Send(int process, Message message)
    {
        Line(process, "invoke", "send", $"[[:send \"{message.Key}\" {message.Value}]]");
        Line(process, "ok", "send", HistoryText.Invariant($"[[:send \"{message.Key}\" [{message.Offset} {message.Value}]]]"));
    }

    /// <summary>Records a poll that shows these messages of one key.</summary>
    public void Poll(int process, params IEnumerable<Message> shown)
    {
        Line(process, "invoke", "poll", "[[:poll]]");
        Line(process, "ok", "poll", $"[{Polled(shown)}]");
    }

    public void Assign(int process, bool fromBeginning)
    {
        var keys = $"[\"{string.Join("\" \"", Keys)}\"]";
        Line(process, "invoke", "assign", keys);
        Line(process, "ok", "assign", keys + (fromBeginning ? ", :seek-to-beginning? true" : ""));
    }

    public void Line(int process, string type, string function, string value) =>
        _history.Append(HistoryText.Invariant($"{{:index {_index++}, :time 0, :type :{type}, :process {process}, :f :{function}, :value {value}}}\n"));

    private static string Polled(IEnumerable<Message> shown)
    {
        var keys = shown.GroupBy(m => m.Key)
            .Select(key => $"\"{key.Key}\" [{string.Join(' ', key.Select(m => HistoryText.Invariant($"[{m.Offset} {m.Value}]")))}]");
        return $"[:poll {{{string.Join(", ", keys)}}}]";
    }

    private void Step()
    {
        var client = _clients[Random.Next(_clients.Count)];
        if (_inFlight.Count > 0 && Random.Next(6) == 0)
        {
            Apply(_inFlight[0]);
            _inFlight.RemoveAt(0);
        }
        else if (client.Open is null) Begin(client);
        else if (Random.Next(2) == 0) Apply(client.Open);
        else Complete(client);
    }

    private void Begin(Client client)
    {
        if (Random.Next(8) == 0)
        {
            Reposition(client);
            return;
        }

        client.Open = NewOperation();
        var ops = client.Open.Sends.ConvertAll(s => $"[:send \"{s.Key}\" {s.Value}]");
        if (client.Open.Polls) ops.Add("[:poll]");
        Line(client.Process, "invoke", client.Open.Function, $"[{string.Join(' ', ops)}]");
    }

    private Operation NewOperation()
    {
        if (_lost.Count > 0 && Random.Next(6) == 0) return new Operation("send", [_lost[Random.Next(_lost.Count)].Sends[0]], false);
        return Random.Next(6) switch
        {
            < 2 => new Operation("poll", [], true),
            < 4 => new Operation("send", [(PickKey(), NewValue())], false),
            4 => new Operation("txn", [(PickKey(), NewValue()), (PickKey(), NewValue())], false),
            _ => new Operation("txn", [(PickKey(), NewValue()), (PickKey(), NewValue()), (PickKey(), NewValue())], true),
        };
    }

    private void Reposition(Client client)
    {
        client.Positions.Clear();
        if (Random.Next(4) == 0)
        {
            client.Subscribed = true;
            Line(client.Process, "invoke", "subscribe", "[\"k0\" \"k1\"]");
            Line(client.Process, "ok", "subscribe", "[\"k0\" \"k1\"]");
            return;
        }

        client.Subscribed = false;
        var fromBeginning = Random.Next(2) == 0;
        foreach (var key in Keys) client.Positions[key] = fromBeginning ? 0 : _committed.GetValueOrDefault(key);
        Assign(client.Process, fromBeginning);
    }

    /// <summary>What it sends is in the log, all at once.</summary>
    private void Apply(Operation operation)
    {
        if (operation.Placed.Count > 0) return;
        foreach (var (key, value) in operation.Sends) operation.Placed.Add(Append(key, value));
    }

    private void Complete(Client client)
    {
        var operation = client.Open!;
        client.Open = null;
        var certain = pollsAreCertain && operation.Polls;
        if (!certain && Random.Next(8) == 0) LoseAnswer(client, operation);
        else if (!certain && operation.Placed.Count == 0 && Random.Next(8) == 0)
        {
            if (operation.Polls && Random.Next(2) == 0) Show(client);
            Line(client.Process, "fail", operation.Function, "nil");
        }
        else
        {
            Apply(operation);
            var ops = operation.Placed.ConvertAll(Acknowledgement);
            if (operation.Polls) ops.Add(Polled(Show(client)));
            Line(client.Process, "ok", operation.Function, $"[{string.Join(' ', ops)}]");
        }
    }

    private string Acknowledgement(Message m) => Random.Next(8) == 0
        ? $"[:send \"{m.Key}\" [nil {m.Value}]]"
        : HistoryText.Invariant($"[:send \"{m.Key}\" [{m.Offset} {m.Value}]]");

    private void LoseAnswer(Client client, Operation operation)
    {
        if (operation.Sends.Count > 0) _lost.Add(operation);
        if (operation.Placed.Count == 0 && Random.Next(2) == 0) _inFlight.Add(operation);
        if (operation.Polls && Random.Next(2) == 0) Show(client);
        if (Random.Next(3) > 0) Line(client.Process, "info", operation.Function, "nil");
        _clients.Remove(client);
        _clients.Add(new Client(NewProcess()));
    }

    /// <summary>The next messages of each key the consumer has, and moves it on. A new consumer goes on where others stopped.</summary>
    private List<Message> Show(Client client)
    {
        var shown = new List<Message>();
        foreach (var key in Keys)
        {
            var from = client.Subscribed || !client.Positions.TryGetValue(key, out var own) ? _committed.GetValueOrDefault(key) : own;
            var next = Of(key).FindAll(m => m.Offset >= from);
            next = next.GetRange(0, Random.Next(next.Count + 1));
            if (next.Count == 0) continue;
            shown.AddRange(next);
            client.Positions[key] = next[^1].Offset + 1;
            _committed[key] = Math.Max(_committed.GetValueOrDefault(key), client.Positions[key]);
        }

        return shown;
    }

    private void PollAll()
    {
        var process = NewProcess();
        Assign(process, fromBeginning: true);
        foreach (var key in Keys) Poll(process, Of(key));
    }

    private sealed class Client(int process)
    {
        public int Process { get; } = process;

        public Operation? Open { get; set; }

        public bool Subscribed { get; set; }

        public Dictionary<string, long> Positions { get; } = [];
    }

    private sealed record Operation(string Function, List<(string Key, int Value)> Sends, bool Polls)
    {
        /// <summary>Where its messages are, once it took effect.</summary>
        public List<Message> Placed { get; } = [];
    }
}
