namespace Verified.Tests.Conformance.Rules.Bus;

/// <summary>A worker of a consumer that has a queue: <c>a</c> has an inbox and an outbox, <c>b</c> has neither.</summary>
internal sealed class QueueWorker(BusSimulation bus, string consumer) : BusActor(bus)
{
    private const int MaxDeliveries = 3;
    private QueuedMessage? held;
    private string? outcome;
    private string? open;

    public override bool IsIdle => held is null;

    public bool Holds(QueuedMessage queued) => held == queued;

    public override void Step()
    {
        if (held is null) Begin();
        else if (open == "deliver") Handle(held);
        else if (open == "ack") Acknowledged(held);
        else if (open == "dead-letter") SetAside(held);
        else BeginOperation("ack");
    }

    private void Begin()
    {
        held = Bus.Broker.Next(consumer, this);
        if (held is null) return;
        outcome = null;
        if (held.Deliveries == MaxDeliveries)
        {
            BeginOperation("dead-letter");
            return;
        }

        held.Deliveries++;
        held.WasDelivered = true;
        open = "deliver";
        Line("invoke", "deliver", $"\"consumer\":\"{consumer}\",\"events\":[{held.Message.Fields(Bus.Random.Next(2) == 0)}]");
    }

    private void BeginOperation(string function)
    {
        open = function;
        Line("invoke", function, $"\"consumer\":\"{consumer}\",\"events\":[{{\"id\":\"{held!.Message.Id}\"}}]");
    }

    private void Handle(QueuedMessage message)
    {
        if (outcome is null && Bus.Chance(4)) Throw(message);
        else if (outcome is null) outcome = Transact(message.Message.Id);
        else if (Bus.Chance(8)) Die("deliver");
        else
        {
            Line("ok", "deliver", outcome);
            open = null;
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
        held = null;
        open = null;
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

        held = null;
        open = null;
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
        held = null;
        open = null;
    }

    private void Die(string function)
    {
        Lose(function);
        held = null;
        open = null;
    }
}
