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
    private readonly List<Publication> retryable = [];
    private Publication? open;

    public override bool IsIdle => open is null;

    public override void Step()
    {
        if (open is null) Begin();
        else if (!open.Decided && Bus.Random.Next(3) > 0) Decide(open);
        else Complete(open);
    }

    /// <summary>What to publish next, or null.</summary>
    protected virtual Publication? Next()
    {
        if (Bus.Drains) return null;
        if (retryable.Count > 0 && Bus.Random.Next(2) == 0) return retryable[Bus.Random.Next(retryable.Count)].Again();
        var key = Bus.Random.Next(4) == 0 ? null : $"k{Bus.Random.Next(3)}";
        return new Publication(Bus.NewId(), Bus.Random.Next(3) == 0 ? "t1" : "t0", key, cause: null);
    }

    /// <summary>It was acknowledged.</summary>
    protected virtual void Done(Publication publication)
    {
    }

    private void Begin()
    {
        open = Next();
        if (open is not null) Line("invoke", "publish", open.Fields);
    }

    private void Decide(Publication publication)
    {
        if (Bus.Chance(8)) (publication.Decided, publication.IsVetoed) = (true, Bus.Random.Next(2) == 0);
        else Bus.Broker.Store(publication);
    }

    private void Complete(Publication publication)
    {
        open = null;
        if (Bus.Chance(8))
        {
            if (!publication.Decided) Bus.Broker.LeaveInFlight(publication);
            retryable.Add(publication);
            Lose("publish");
            return;
        }

        if (!publication.Decided) Decide(publication);
        if (publication.Stored is not { } stored)
        {
            Line("fail", "publish", publication.IsVetoed ? "\"veto\":true" : "\"error\":\"refused\"");
            retryable.Add(publication);
            return;
        }

        var duplicate = publication.IsDuplicate ? ",\"duplicate\":true" : "";
        Line("ok", "publish", HistoryText.Invariant($"\"partition\":\"p{stored.Partition}\",\"position\":{stored.Position}{duplicate}"));
        if (Bus.Random.Next(6) == 0) retryable.Add(publication);
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
    private readonly List<string> subscribed = [];
    private readonly List<(string Handler, bool Succeeded)> outcomes = [];
    private Queue<string>? due;
    private string id = "";
    private long handler;
    private string? running;

    public override bool IsIdle => due is null;

    public override void Step()
    {
        if (due is null) Begin();
        else if (running is not null) EndHandler();
        else if (due.TryDequeue(out running)) BeginHandler();
        else Complete();
    }

    private void Begin()
    {
        if (Bus.Drains) return;
        var name = $"h{Bus.Random.Next(3)}";
        if (Bus.Random.Next(3) == 0)
        {
            var leaves = subscribed.Contains(name);
            Bus.History.Operation(Bus.NewProcess(), leaves ? "unsubscribe" : "subscribe", $"\"consumer\":\"{name}\",\"topic\":\"h\"");
            if (!subscribed.Remove(name)) subscribed.Add(name);
            return;
        }

        id = Bus.NewId();
        outcomes.Clear();
        due = new Queue<string>(subscribed);
        Line("invoke", "publish", $"\"events\":[{{\"id\":\"{id}\",\"topic\":\"h\"}}]");
    }

    private void BeginHandler()
    {
        handler = Bus.NewProcess();
        Bus.History.Line(handler, "invoke", "deliver", $"\"consumer\":\"{running}\",\"events\":[{{\"id\":\"{id}\",\"topic\":\"h\"}}]");
    }

    private void EndHandler()
    {
        var succeeded = Bus.Random.Next(4) > 0;
        Bus.History.Line(handler, succeeded ? "ok" : Bus.Random.Next(3) == 0 ? "info" : "fail", "deliver");
        outcomes.Add((running!, succeeded));
        running = null;
    }

    private void Complete()
    {
        due = null;
        if (Bus.Chance(8)) Lose("publish");
        else Line("ok", "publish", $"\"outcomes\":[{string.Join(',', outcomes.ConvertAll(o => $"{{\"consumer\":\"{o.Handler}\",\"ok\":{(o.Succeeded ? "true" : "false")}}}"))}]");
    }
}
