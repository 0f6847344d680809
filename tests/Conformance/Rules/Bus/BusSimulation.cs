using System.Globalization;

namespace Verified.Tests.Conformance.Rules.Bus;

/// <summary>A message as the simulated bus stores it; there may be copies.</summary>
internal sealed record StoredMessage(string Id, string Topic, string? Key, int Partition, long Position)
{
    public string Fields(bool withPosition) => HistoryText.Invariant(
        $"{{\"id\":\"{Id}\",\"topic\":\"{Topic}\"{(Key is null ? "" : $",\"key\":\"{Key}\"")}{(withPosition ? $",\"partition\":\"p{Partition}\",\"position\":{Position}" : "")}}}");
}

/// <summary>
/// A correct bus under concurrent producers and consumers of all kinds, with unknown outcomes, crashes, lease
/// time-outs, dead letters and their replay, an outbox, a group that is dealt anew; what it does is recorded as a
/// history. Everything follows from the seed.
/// </summary>
internal sealed class BusSimulation
{
    private readonly List<BusActor> _actors = [];
    private long _nextProcess;
    private int _nextMessage;

    public BusSimulation(int seed, bool isWhole = false)
    {
        Random = new Random(seed);
        Order = Random.Next(3);
        IsIdempotent = Random.Next(2) == 0;
        IsDrained = isWhole || Random.Next(4) > 0;
        HasWindow = Random.Next(2) == 0;
        var config = new List<string>();
        if (Order > 0 || isWhole) config.Add("\"orderScope\":\"key\"");
        if (Order > 1 || isWhole) config.Add("\"orderOf\":\"effects\"");
        if (isWhole) (Order, IsIdempotent, HasWindow) = (2, true, true);
        if (IsIdempotent) config.Add("\"idempotentPublish\":true");
        if (HasWindow) config.Add("\"dedupeWindowMs\":50");
        History = new HistoryText(
            "[\"bus\",\"saga\"]", $"\"finalReads\":true,\"drained\":{(IsDrained ? "true" : "false")}", string.Join(',', config));
        Broker = new SimulatedBroker(this);
    }

    public Random Random { get; }

    public HistoryText History { get; }

    public SimulatedBroker Broker { get; }

    /// <summary>0: none, 1: of first deliveries, 2: of effects.</summary>
    public int Order { get; }

    public bool IsIdempotent { get; }

    public bool IsDrained { get; }

    public bool HasWindow { get; }

    /// <summary>Nothing fails any more: what is left is done.</summary>
    public bool Drains { get; private set; }

    /// <summary>Ids whose publication an effect committed to.</summary>
    public List<(string Id, string Cause)> Outbox { get; } = [];

    /// <summary>Runs to the end; <paramref name="fault"/> is called before the bus is drained.</summary>
    public string Run(Action<BusSimulation>? fault = null)
    {
        foreach (var consumer in (string[])["a", "b"]) Subscribe(consumer, "t0", consumer == "a" ? "exactly-once" : "at-least-once");
        Subscribe("a", "t1", "exactly-once");
        _actors.AddRange([new Producer(this), new Producer(this), new Relay(this), new WaitingPublisher(this), new CursorReader(this)]);
        foreach (var consumer in (string[])["a", "a", "b"]) _actors.Add(new QueueWorker(this, consumer));
        for (var member = 0; member < 2; member++) _actors.Add(new GroupMember(this, member));
        for (var step = Random.Next(20, 160); step > 0; step--) Step();
        fault?.Invoke(this);
        if (IsDrained) Drain();
        return History.ToString();
    }

    public long NewProcess() => _nextProcess++;

    public string NewId() => string.Create(CultureInfo.InvariantCulture, $"m{_nextMessage++}");

    public bool Chance(int oneIn) => !Drains && Random.Next(oneIn) == 0;

    private void Subscribe(string consumer, string topic, string effect)
    {
        History.Operation(NewProcess(), "subscribe", $"\"consumer\":\"{consumer}\",\"topic\":\"{topic}\",\"effect\":\"{effect}\"");
        Broker.Subscribe(consumer, topic);
    }

    private void Step()
    {
        if (Random.Next(12) == 0) Broker.TimeOutOne();
        else if (Random.Next(20) == 0) Broker.ReplayOne();
        else _actors[Random.Next(_actors.Count)].Step();
    }

    private void Drain()
    {
        Drains = true;
        Broker.ForgetInFlight();
        for (var rounds = 0; rounds < 2000; rounds++)
        {
            Broker.TimeOutAbandoned();
            foreach (var actor in _actors) actor.Step();
            if (Broker.IsEmpty && _actors.TrueForAll(actor => actor.IsIdle)) return;
        }

        throw new InvalidOperationException("the simulated bus does not drain");
    }
}

/// <summary>Somebody who takes one step at a time.</summary>
internal abstract class BusActor(BusSimulation bus)
{
    protected BusSimulation Bus { get; } = bus;

    protected long Process { get; set; } = bus.NewProcess();

    /// <summary>Has nothing left to do.</summary>
    public abstract bool IsIdle { get; }

    public abstract void Step();

    protected void Line(string type, string function, string fields = "") => Bus.History.Line(Process, type, function, fields);

    /// <summary>Its operation ends with an outcome that nobody knows.</summary>
    protected void Lose(string function)
    {
        var how = Bus.Random.Next(3);
        if (how == 0) Line("info", function);
        else if (how == 1) Line("info", "crash");
        Process = Bus.NewProcess();
    }
}
