namespace Verified.Tests.Conformance.Rules.Bus;

/// <summary>A worker of a consumer that has a queue: <c>a</c> has an inbox and an outbox, <c>b</c> has neither.</summary>
internal sealed class QueueWorker(BusSimulation bus, string consumer) : BusActor(bus)
{
    private const int MaxDeliveries = 3;
    private QueuedMessage? _held;
    private string? _outcome;
    private string? _open;

    public override bool IsIdle => _held is null;

    public bool Holds(QueuedMessage queued) => _held == queued;

    public override void Step()
    {
        if (_held is null) Begin();
        else if (_open == "deliver") Handle(_held);
        else if (_open == "ack") Acknowledged(_held);
        else if (_open == "dead-letter") SetAside(_held);
        else BeginOperation("ack");
    }

    private void Begin()
    {
        _held = Bus.Broker.Next(consumer, this);
        if (_held is null) return;
        _outcome = null;
        if (_held.Deliveries == MaxDeliveries)
        {
            BeginOperation("dead-letter");
            return;
        }

        _held.Deliveries++;
        _held.WasDelivered = true;
        _open = "deliver";
        Line("invoke", "deliver", $"\"consumer\":\"{consumer}\",\"events\":[{_held.Message.Fields(Bus.Random.Next(2) == 0)}]");
    }

    private void BeginOperation(string function)
    {
        _open = function;
        Line("invoke", function, $"\"consumer\":\"{consumer}\",\"events\":[{{\"id\":\"{_held!.Message.Id}\"}}]");
    }

    private void Handle(QueuedMessage message)
    {
        if (_outcome is null && Bus.Chance(4)) Throw(message);
        else if (_outcome is null) _outcome = Transact(message.Message.Id);
        else if (Bus.Chance(8)) Die("deliver");
        else
        {
            Line("ok", "deliver", _outcome);
            _open = null;
        }
    }

    private void Throw(QueuedMessage message)
    {
        if (Bus.Random.Next(3) == 0)
        {
            Die("deliver");
            return;
        }

        Line("fail", "deliver", "\"error\":\"InvalidOperationException\"");
        _held = null;
        _open = null;
        if (Bus.Random.Next(2) == 0) return; // The lease runs out.
        Bus.History.Operation(Process, "nack", $"\"consumer\":\"{consumer}\",\"events\":[{{\"id\":\"{message.Message.Id}\"}}]");
        if (message.Holder == this) message.Holder = null;
    }

    /// <summary>Inbox, effect and outbox in one transaction.</summary>
    private string Transact(string id)
    {
        if (consumer != "a") return "";
        if (!Bus.Broker.Inbox.Add(id)) return "\"duplicate\":true";
        if (Bus.Random.Next(2) == 0) return "\"outbox\":[]";
        Bus.Outbox.Add(($"o-{id}", id));
        return $"\"outbox\":[{{\"id\":\"o-{id}\"}}]";
    }

    private void Acknowledged(QueuedMessage message)
    {
        if (message.IsDead) Line("fail", "ack", "\"error\":\"not-leased\"");
        else
        {
            message.IsGone = true;
            if (Bus.Chance(8))
            {
                Die("ack");
                return;
            }

            Line("ok", "ack");
        }

        _held = null;
        _open = null;
    }

    private void SetAside(QueuedMessage message)
    {
        if (!message.IsGone) message.IsDead = true;
        if (Bus.Chance(8))
        {
            Die("dead-letter");
            return;
        }

        Line(message.IsDead ? "ok" : "fail", "dead-letter");
        _held = null;
        _open = null;
    }

    private void Die(string function)
    {
        Lose(function);
        _held = null;
        _open = null;
    }
}
