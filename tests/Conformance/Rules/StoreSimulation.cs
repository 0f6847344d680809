namespace Verified.Tests.Conformance.Rules;

/// <summary>
/// A correct event store under concurrent clients, with unknown outcomes (that take effect early, late, or never), crashes,
/// retries, deletions and a subscription (<see cref="SubscriberSimulation"/>); what it does is recorded as a history. Everything follows from the seed.
/// </summary>
internal sealed class StoreSimulation(int seed)
{
    private readonly List<Client> _clients = [];
    private readonly List<Append> _inFlight = [];
    private readonly List<Append> _retryable = [];
    private long _nextProcess;
    private int _nextEvent;
    private long _lastPosition;
    private SubscriberSimulation _subscriber = null!;

    public Random Random { get; } = new(seed);

    public HistoryText History { get; private set; } = null!;

    /// <summary>The store: its log.</summary>
    public List<StoredEvent> Log { get; } = [];

    public HashSet<string> Deleted { get; } = [];

    /// <summary>Events whose append was acknowledged.</summary>
    public HashSet<string> Acknowledged { get; } = [];

    public string[] Streams { get; } = ["s0", "s1", "s2"];

    /// <summary>Runs to the end; <paramref name="fault"/> is called before the final reads.</summary>
    public string Run(Action<StoreSimulation>? fault = null)
    {
        History = new HistoryText(fault is not null || Random.Next(4) != 0);
        for (var i = Random.Next(2, 5); i > 0; i--) _clients.Add(new Client(_nextProcess++));
        _clients.Add(new Client(_nextProcess++) { Subscribes = true });
        _subscriber = new SubscriberSimulation(this);
        for (var step = Random.Next(10, 80); step > 0; step--) Step();
        foreach (var client in _clients)
            if (client.Open is not null && Random.Next(3) > 0)
                Complete(client);
        fault?.Invoke(this);
        FinalReads();
        return History.ToString();
    }

    public List<StoredEvent> StreamOf(string stream) => Log.FindAll(e => e.Stream == stream);

    public long NewProcess() => _nextProcess++;

    public StoredEvent NewEvent(string stream)
    {
        var version = StreamOf(stream).Count;
        _lastPosition += Random.Next(5) == 0 ? 2 : 1;
        return new StoredEvent($"n{_nextEvent++}", $"h{Random.Next(1000)}", stream, version, _lastPosition);
    }

    /// <summary>One append of one new event, by a process of its own, stored and acknowledged.</summary>
    public StoredEvent AppendNow(string stream)
    {
        var e = NewEvent(stream);
        Log.Add(e);
        Acknowledge(e, e.Version, e.Position);
        return e;
    }

    /// <summary>Records an acknowledged append of this event, whatever the store holds.</summary>
    public void Acknowledge(StoredEvent e, long version, long position, string expected = "\"any\"")
    {
        var process = NewProcess();
        History.Line(process, "invoke", "append", $"\"stream\":\"{e.Stream}\",\"expected\":{expected},\"events\":[{{\"id\":\"{e.Id}\",\"hash\":\"{e.Hash}\"}}]");
        History.Line(process, "ok", "append", HistoryText.Invariant($"\"version\":{version},\"position\":{position}"));
        Acknowledged.Add(e.Id);
    }

    /// <summary>Records a read of a stream that shows these events.</summary>
    public void ReadNow(string stream, IEnumerable<StoredEvent> shown)
    {
        var process = NewProcess();
        History.Line(process, "invoke", "read", $"\"stream\":\"{stream}\"");
        History.Line(process, "ok", "read", HistoryText.Events(shown, withStream: false));
    }

    /// <summary>Records a deletion that the store acknowledges.</summary>
    public void DeleteNow(string stream)
    {
        var process = NewProcess();
        Deleted.Add(stream);
        History.Line(process, "invoke", "delete", $"\"stream\":\"{stream}\"");
        History.Line(process, "ok", "delete");
    }

    private void Step()
    {
        var client = _clients[Random.Next(_clients.Count)];
        if (_inFlight.Count > 0 && Random.Next(6) == 0)
        {
            var late = _inFlight[Random.Next(_inFlight.Count)];
            _inFlight.Remove(late);
            Apply(late);
        }
        else if (client.Subscribes) _subscriber.Step();
        else if (client.Open is null) Begin(client);
        else if (client.Open is Append { Result: null } append && Random.Next(3) > 0) Apply(append);
        else Complete(client);
    }

    private void Begin(Client client)
    {
        var stream = Streams[Random.Next(Streams.Length)];
        switch (Random.Next(20))
        {
            case < 10:
                client.Open = NewAppend(stream);
                History.Line(client.Process, "invoke", "append", client.Open.Fields);
                break;
            case < 15:
                client.Open = NewRead(stream);
                History.Line(client.Process, "invoke", "read", client.Open.Fields);
                break;
            case < 18:
                client.Open = NewReadAll();
                History.Line(client.Process, "invoke", "read-all", client.Open.Fields);
                break;
            case < 19:
                client.Open = new Delete(stream);
                History.Line(client.Process, "invoke", "delete", client.Open.Fields);
                break;
            default:
                History.Line(client.Process, "info", "crash");
                client.Process = _nextProcess++;
                break;
        }
    }

    private Append NewAppend(string stream)
    {
        if (_retryable.Count > 0 && Random.Next(3) == 0)
        {
            var again = _retryable[Random.Next(_retryable.Count)];
            return new Append(again.Stream, again.Events, Random.Next(2) == 0 ? again.Expected : Expect(again.Stream));
        }

        var events = new List<(string, string)>();
        for (var i = Random.Next(4) == 0 ? 3 : 1; i > 0; i--) events.Add(($"e{_nextEvent++}", $"h{Random.Next(1000)}"));
        return new Append(stream, events, Expect(stream));
    }

    /// <summary>What a client may believe: right, wrong, or nothing.</summary>
    private string Expect(string stream)
    {
        var last = StreamOf(stream).Count - 1;
        return Random.Next(5) switch
        {
            0 => "\"any\"",
            1 => last < 0 ? "\"no-stream\"" : "\"stream-exists\"",
            2 => HistoryText.Invariant($"{Math.Max(0, last - Random.Next(2))}"),
            _ => last < 0 ? "\"no-stream\"" : HistoryText.Invariant($"{last}"),
        };
    }

    private Read NewRead(string stream) =>
        new(stream, Random.Next(3) == 0, Random.Next(3) == 0 ? Random.Next(4) : -1, Random.Next(4) == 0 ? Random.Next(1, 4) : -1);

    private Read NewReadAll() =>
        new(null, Random.Next(3) == 0, Random.Next(3) == 0 ? Random.Next(8) : -1, Random.Next(4) == 0 ? Random.Next(1, 6) : -1);

    /// <summary>The append takes effect, or is refused: the store's one step.</summary>
    private void Apply(Append append)
    {
        var stream = StreamOf(append.Stream);
        var first = Log.Find(e => e.Id == append.Events[0].Id);
        if (append.Events.Exists(a => Log.Exists(e => e.Id == a.Id)))
        {
            var whole = first is not null && first.Stream == append.Stream;
            for (var i = 0; whole && i < append.Events.Count; i++)
                whole = first!.Version + i < stream.Count && stream[(int)first.Version + i].Id == append.Events[i].Id;
            append.Result = whole ? Place(stream[(int)first!.Version + append.Events.Count - 1]) : "\"error\":\"duplicate-event-id\"";
            append.Fails = !whole;
            return;
        }

        append.Fails = Deleted.Contains(append.Stream) || !Matches(append.Expected, stream.Count - 1);
        append.Result = "\"error\":\"wrong-expected-version\"";
        if (append.Fails) return;
        foreach (var (id, hash) in append.Events) Log.Add(NewEvent(append.Stream) with { Id = id, Hash = hash });
        append.Result = Place(Log[^1]);
    }

    private static string Place(StoredEvent last) => HistoryText.Invariant($"\"version\":{last.Version},\"position\":{last.Position}");

    private static bool Matches(string expected, long last) => expected switch
    {
        "\"any\"" => true,
        "\"no-stream\"" => last < 0,
        "\"stream-exists\"" => last >= 0,
        _ => long.Parse(expected, System.Globalization.CultureInfo.InvariantCulture) == last,
    };

    private void Complete(Client client)
    {
        var operation = client.Open!;
        client.Open = null;
        if (Random.Next(12) == 0)
        {
            if (operation is Append lost)
            {
                _retryable.Add(lost);
                if (lost.Result is null) _inFlight.Add(lost);
            }

            if (operation is Delete delete && Random.Next(2) == 0) Deleted.Add(delete.Stream);
            if (Random.Next(3) > 0) History.Line(client.Process, "info", operation.Function, "\"error\":\"timeout\"");
            client.Process = _nextProcess++;
            return;
        }

        switch (operation)
        {
            case Append append:
                if (append.Result is null) Apply(append);
                History.Line(client.Process, append.Fails ? "fail" : "ok", "append", append.Result!);
                if (!append.Fails) foreach (var (id, _) in append.Events) Acknowledged.Add(id);
                if (!append.Fails && Random.Next(4) == 0) _retryable.Add(append);
                break;
            case Delete delete:
                Deleted.Add(delete.Stream);
                History.Line(client.Process, "ok", "delete");
                break;
            case Read read:
                History.Line(client.Process, "ok", read.Function, HistoryText.Events(Show(read), read.Stream is null));
                break;
        }
    }

    private List<StoredEvent> Show(Read read)
    {
        var from = read.Stream is null ? [.. Log] : StreamOf(read.Stream);
        if (read.Backwards) from.Reverse();
        var shown = new List<StoredEvent>();
        foreach (var e in from)
        {
            var number = read.Stream is null ? e.Position : e.Version;
            if (read.From >= 0 && (read.Backwards ? number > read.From : number < read.From)) continue;
            if (read.Count >= 0 && shown.Count == read.Count) break;
            shown.Add(e);
        }

        return shown;
    }

    private void FinalReads()
    {
        if (Random.Next(2) == 0)
        {
            foreach (var stream in Streams) ReadNow(stream, StreamOf(stream));
            return;
        }

        for (var page = 0; page <= Log.Count; page += 7)
        {
            var process = NewProcess();
            var from = page == 0 ? 0 : Log[page - 1].Position + 1;
            History.Line(process, "invoke", "read-all", HistoryText.Invariant($"\"from\":{from},\"count\":7"));
            History.Line(process, "ok", "read-all", HistoryText.Events(Log.GetRange(page, Math.Min(7, Log.Count - page)), withStream: true));
        }
    }

    private sealed class Client(long process)
    {
        public long Process = process;
        public Operation? Open;
        public bool Subscribes;
    }

    private abstract record Operation(string Function, string Fields);

    private sealed record Append(string Stream, List<(string Id, string Hash)> Events, string Expected)
        : Operation("append", $"\"stream\":\"{Stream}\",\"expected\":{Expected},\"events\":[{string.Join(',', Events.ConvertAll(e => $"{{\"id\":\"{e.Id}\",\"hash\":\"{e.Hash}\"}}"))}]")
    {
        /// <summary>What the store answered, once it took effect or was refused.</summary>
        public string? Result;
        public bool Fails;
    }

    private sealed record Delete(string Stream) : Operation("delete", $"\"stream\":\"{Stream}\"");

    private sealed record Read(string? Stream, bool Backwards, long From, int Count) : Operation(
        Stream is null ? "read-all" : "read",
        string.Join(',', new[]
        {
            Stream is null ? "\"x\":1" : $"\"stream\":\"{Stream}\"",
            Backwards ? "\"direction\":\"backwards\"" : "",
            From < 0 ? "" : HistoryText.Invariant($"\"from\":{From}"),
            Count < 0 ? "" : HistoryText.Invariant($"\"count\":{Count}"),
        }.Where(part => part.Length > 0)));
}
