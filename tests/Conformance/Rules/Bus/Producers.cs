namespace Verified.Tests.Conformance.Rules.Bus;

/// <summary>One attempt to publish a message.</summary>
internal sealed class Publication(string id, string topic, string? key, string? cause)
{
    public string Id { get; } = id;

    public string Topic { get; } = topic;

    public string? Key { get; } = key;

    public string? Cause { get; } = cause;

    public bool Decided { get; set; }

    public bool IsVetoed { get; set; }

    public bool IsDuplicate { get; set; }

    public StoredMessage? Stored { get; set; }

    public string Fields => HistoryText.Invariant(
        $"\"events\":[{{\"id\":\"{Id}\",\"topic\":\"{Topic}\"{(Key is null ? "" : $",\"key\":\"{Key}\"")}{(Cause is null ? "" : $",\"cause\":\"{Cause}\"")}}}]");

    public Publication Again() => new(Id, Topic, Key, Cause);
}

/// <summary>Publishes, and retries what failed or was lost.</summary>
internal class Producer(BusSimulation bus) : BusActor(bus)
{
    private readonly List<Publication> _retryable = [];
    private Publication? _open;

    public override bool IsIdle => _open is null;

    public override void Step()
    {
        if (_open is null) Begin();
        else if (!_open.Decided && Bus.Random.Next(3) > 0) Decide(_open);
        else Complete(_open);
    }

    /// <summary>What to publish next, or null.</summary>
    protected virtual Publication? Next()
    {
        if (Bus.Drains) return null;
        if (_retryable.Count > 0 && Bus.Random.Next(2) == 0) return _retryable[Bus.Random.Next(_retryable.Count)].Again();
        var key = Bus.Random.Next(4) == 0 ? null : $"k{Bus.Random.Next(3)}";
        return new Publication(Bus.NewId(), Bus.Random.Next(3) == 0 ? "t1" : "t0", key, cause: null);
    }

    /// <summary>It was acknowledged.</summary>
    protected virtual void Done(Publication publication)
    {
    }

    private void Begin()
    {
        _open = Next();
        if (_open is not null) Line("invoke", "publish", _open.Fields);
    }

    private void Decide(Publication publication)
    {
        if (Bus.Chance(8)) (publication.Decided, publication.IsVetoed) = (true, Bus.Random.Next(2) == 0);
        else Bus.Broker.Store(publication);
    }

    private void Complete(Publication publication)
    {
        _open = null;
        if (Bus.Chance(8))
        {
            if (!publication.Decided) Bus.Broker.LeaveInFlight(publication);
            _retryable.Add(publication);
            Lose("publish");
            return;
        }

        if (!publication.Decided) Decide(publication);
        if (publication.Stored is not { } stored)
        {
            Line("fail", "publish", publication.IsVetoed ? "\"veto\":true" : "\"error\":\"refused\"");
            _retryable.Add(publication);
            return;
        }

        var duplicate = publication.IsDuplicate ? ",\"duplicate\":true" : "";
        Line("ok", "publish", HistoryText.Invariant($"\"partition\":\"p{stored.Partition}\",\"position\":{stored.Position}{duplicate}"));
        if (Bus.Random.Next(6) == 0) _retryable.Add(publication);
        Done(publication);
    }
}

/// <summary>Publishes what effects committed to, at least once.</summary>
internal sealed class Relay(BusSimulation bus) : Producer(bus)
{
    public override bool IsIdle => base.IsIdle && Bus.Outbox.Count == 0;

    protected override Publication? Next()
    {
        if (Bus.Outbox.Count == 0) return null;
        var (id, cause) = Bus.Outbox[Bus.Random.Next(Bus.Outbox.Count)];
        return new Publication(id, "out", key: null, cause);
    }

    protected override void Done(Publication publication) => Bus.Outbox.RemoveAll(owed => owed.Id == publication.Id);
}

/// <summary>Publishes to handlers that come and go, and waits for their outcomes.</summary>
internal sealed class WaitingPublisher(BusSimulation bus) : BusActor(bus)
{
    private readonly List<string> _subscribed = [];
    private readonly List<(string Handler, bool Succeeded)> _outcomes = [];
    private Queue<string>? _due;
    private string _id = "";
    private long _handler;
    private string? _running;

    public override bool IsIdle => _due is null;

    public override void Step()
    {
        if (_due is null) Begin();
        else if (_running is not null) EndHandler();
        else if (_due.TryDequeue(out _running)) BeginHandler();
        else Complete();
    }

    private void Begin()
    {
        if (Bus.Drains) return;
        var name = $"h{Bus.Random.Next(3)}";
        if (Bus.Random.Next(3) == 0)
        {
            var leaves = _subscribed.Contains(name);
            Bus.History.Operation(Bus.NewProcess(), leaves ? "unsubscribe" : "subscribe", $"\"consumer\":\"{name}\",\"topic\":\"h\"");
            if (!_subscribed.Remove(name)) _subscribed.Add(name);
            return;
        }

        _id = Bus.NewId();
        _outcomes.Clear();
        _due = new Queue<string>(_subscribed);
        Line("invoke", "publish", $"\"events\":[{{\"id\":\"{_id}\",\"topic\":\"h\"}}]");
    }

    private void BeginHandler()
    {
        _handler = Bus.NewProcess();
        Bus.History.Line(_handler, "invoke", "deliver", $"\"consumer\":\"{_running}\",\"events\":[{{\"id\":\"{_id}\",\"topic\":\"h\"}}]");
    }

    private void EndHandler()
    {
        var succeeded = Bus.Random.Next(4) > 0;
        Bus.History.Line(_handler, succeeded ? "ok" : Bus.Random.Next(3) == 0 ? "info" : "fail", "deliver");
        _outcomes.Add((_running!, succeeded));
        _running = null;
    }

    private void Complete()
    {
        _due = null;
        if (Bus.Chance(8)) Lose("publish");
        else Line("ok", "publish", $"\"outcomes\":[{string.Join(',', _outcomes.ConvertAll(o => $"{{\"consumer\":\"{o.Handler}\",\"ok\":{(o.Succeeded ? "true" : "false")}}}"))}]");
    }
}
