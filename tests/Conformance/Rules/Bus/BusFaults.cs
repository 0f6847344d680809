namespace Verified.Tests.Conformance.Rules.Bus;

/// <summary>Faults of a bus and its consumers, each injected so that the history proves it, and the rule that must convict.</summary>
internal static class BusFaults
{
    public static (string Rule, Action<BusSimulation> Inject)[] All { get; } =
    [
        ("veto-stores-nothing", Vetoed),
        ("no-phantom-message", NobodyPublished),
        ("no-phantom-message", Refused),
        ("one-message-per-position", OnePositionTwice),
        ("idempotent-publish", StoredTwice),
        ("outcome-per-match", OutcomeMissing),
        ("outcome-per-match", OutcomeOfAnother),
        ("message-settled", Forgotten),
        ("first-delivery-order", Overtaken),
        ("effect-order", RetriedTooLate),
        ("exactly-once-effect", EffectTwice),
        ("inbox-covers-redelivery", ForgottenId),
        ("duplicate-implies-effect", RetryDropped),
        ("duplicate-implies-effect", PublicationDropped),
        ("ack-implies-effect", AcknowledgedUnhandled),
        ("dead-or-acknowledged", DeadAndAcknowledged),
        ("outbox-iff-effect", NeverPublished),
        ("outbox-iff-effect", WithoutChange),
        ("outbox-iff-effect", UnderAnotherId),
        ("commit-without-gap", CommittedLate),
        ("commit-behind-processing", CommittedAhead),
        ("fenced-commit", Zombie),
        ("commit-monotonic", TakenBack),
        ("no-dropped-reply", DroppedReply),
    ];

    private static void Do(BusSimulation bus, string function, string fields, string type = "ok", string completion = "") =>
        bus.History.Operation(bus.NewProcess(), function, fields, type, completion);

    private static string Event(string id, string more = "") => $"\"events\":[{{\"id\":\"{id}\"{more}}}]";

    /// <summary>A new message, published and acknowledged.</summary>
    private static string Published(BusSimulation bus, string more = "", string completion = "")
    {
        var id = bus.NewId();
        Do(bus, "publish", Event(id, more), "ok", completion);
        return id;
    }

    private static void Deliver(BusSimulation bus, string id, string type = "ok", string completion = "", string more = "", string own = "") =>
        Do(bus, "deliver", $"\"consumer\":\"x\"{own},{Event(id, more)}", type, completion);

    private static void Settle(BusSimulation bus, string function, string id) => Do(bus, function, $"\"consumer\":\"x\",{Event(id)}");

    private static void Commit(BusSimulation bus, long position, string more = "") =>
        Do(bus, "checkpoint", HistoryText.Invariant($"\"consumer\":\"x\",\"partition\":\"px\",\"position\":{position}{more}"));

    private static string At(long position) => HistoryText.Invariant($",\"partition\":\"px\",\"position\":{position}");

    private static void Vetoed(BusSimulation bus)
    {
        var id = bus.NewId();
        Do(bus, "publish", Event(id), "fail", "\"veto\":true");
        Deliver(bus, id);
    }

    private static void NobodyPublished(BusSimulation bus) => Deliver(bus, bus.NewId());

    private static void Refused(BusSimulation bus)
    {
        var id = bus.NewId();
        Do(bus, "publish", Event(id), "fail");
        Deliver(bus, id);
    }

    private static void OnePositionTwice(BusSimulation bus)
    {
        Published(bus, "", "\"partition\":\"px\",\"position\":3");
        Published(bus, "", "\"partition\":\"px\",\"position\":3");
    }

    private static void StoredTwice(BusSimulation bus)
    {
        var id = Published(bus, "", "\"partition\":\"px\",\"position\":3");
        Do(bus, "publish", Event(id), "ok", "\"partition\":\"px\",\"position\":4");
    }

    private static void OutcomeMissing(BusSimulation bus)
    {
        Do(bus, "subscribe", "\"consumer\":\"x\",\"topic\":\"tx\"");
        Published(bus, ",\"topic\":\"tx\"", "\"outcomes\":[]");
    }

    private static void OutcomeOfAnother(BusSimulation bus)
    {
        Do(bus, "subscribe", "\"consumer\":\"x\",\"topic\":\"tx\"");
        var id = bus.NewId();
        var process = bus.NewProcess();
        bus.History.Line(process, "invoke", "publish", Event(id, ",\"topic\":\"tx\""));
        var succeeds = bus.Random.Next(2) == 0;
        Deliver(bus, id, succeeds ? "ok" : "fail");
        bus.History.Line(process, "ok", "publish", $"\"outcomes\":[{{\"consumer\":\"x\",\"ok\":{(succeeds ? "false" : "true")}}}]");
    }

    private static void Forgotten(BusSimulation bus)
    {
        Do(bus, "subscribe", "\"consumer\":\"x\",\"topic\":\"tx\"");
        var id = Published(bus, ",\"topic\":\"tx\"");
        if (bus.Random.Next(2) == 0) Deliver(bus, id, "fail");
    }

    private static void Overtaken(BusSimulation bus)
    {
        var first = Published(bus, ",\"key\":\"kx\"");
        var second = Published(bus, ",\"key\":\"kx\"");
        Deliver(bus, second);
        Deliver(bus, first);
    }

    private static void RetriedTooLate(BusSimulation bus)
    {
        var first = Published(bus, ",\"key\":\"kx\"");
        var second = Published(bus, ",\"key\":\"kx\"");
        Deliver(bus, first, "fail");
        Deliver(bus, second);
        Deliver(bus, first);
    }

    private static string EffectOnce(BusSimulation bus)
    {
        Do(bus, "subscribe", "\"consumer\":\"x\",\"topic\":\"tx\",\"effect\":\"exactly-once\"");
        var id = Published(bus);
        Deliver(bus, id);
        return id;
    }

    private static void EffectTwice(BusSimulation bus) => Deliver(bus, EffectOnce(bus));

    private static void ForgottenId(BusSimulation bus)
    {
        var id = EffectOnce(bus);
        bus.History.Now += 60_000_000;
        Deliver(bus, id);
    }

    private static void RetryDropped(BusSimulation bus)
    {
        var id = Published(bus);
        Deliver(bus, id, "fail");
        Deliver(bus, id, "ok", "\"duplicate\":true");
    }

    private static void PublicationDropped(BusSimulation bus)
    {
        var id = bus.NewId();
        Do(bus, "publish", Event(id), "fail");
        Do(bus, "publish", Event(id), "ok", "\"duplicate\":true");
    }

    private static void AcknowledgedUnhandled(BusSimulation bus)
    {
        var id = Published(bus);
        if (bus.Random.Next(2) == 0) Deliver(bus, id, "fail");
        Settle(bus, "ack", id);
        if (bus.Random.Next(2) == 0) Deliver(bus, id);
    }

    private static void DeadAndAcknowledged(BusSimulation bus)
    {
        var id = Published(bus);
        Deliver(bus, id);
        var functions = bus.Random.Next(2) == 0 ? (string[])["ack", "dead-letter"] : ["dead-letter", "ack"];
        foreach (var function in functions) Settle(bus, function, id);
    }

    private static void NeverPublished(BusSimulation bus) =>
        Deliver(bus, Published(bus), "ok", $"\"outbox\":[{{\"id\":\"{bus.NewId()}\"}}]");

    private static void WithoutChange(BusSimulation bus)
    {
        var id = Published(bus);
        Deliver(bus, id, "fail");
        Published(bus, $",\"cause\":\"{id}\"");
    }

    private static void UnderAnotherId(BusSimulation bus)
    {
        var id = Published(bus);
        var owed = bus.NewId();
        Deliver(bus, id, "ok", $"\"outbox\":[{{\"id\":\"{owed}\"}}]");
        Do(bus, "publish", Event(owed, $",\"cause\":\"{id}\""));
        Published(bus, $",\"cause\":\"{id}\"");
    }

    private static void CommittedLate(BusSimulation bus)
    {
        var second = Published(bus);
        Deliver(bus, second, more: At(1));
        Commit(bus, 1);
        Published(bus, "", "\"partition\":\"px\",\"position\":0");
    }

    private static void CommittedAhead(BusSimulation bus)
    {
        var process = bus.NewProcess();
        bus.History.Line(process, "invoke", "deliver", $"\"consumer\":\"x\",{Event(Published(bus), At(0))}");
        Commit(bus, 0);
        if (bus.Random.Next(2) == 0) bus.History.Line(process, "info", "deliver");
        Commit(bus, 0, ",\"start\":true");
    }

    private static void Zombie(BusSimulation bus)
    {
        Deliver(bus, Published(bus), more: At(0));
        Do(bus, "subscribe", "\"consumer\":\"x\",\"topic\":\"tx\",\"member\":\"w\"", "ok", "\"generation\":7");
        Commit(bus, 0, ",\"generation\":6");
    }

    private static void TakenBack(BusSimulation bus)
    {
        Deliver(bus, Published(bus), more: At(0));
        Commit(bus, 5);
        Commit(bus, 4);
    }

    private static void DroppedReply(BusSimulation bus)
    {
        var id = Published(bus);
        Deliver(bus, id, own: ",\"saga\":\"s\"");
        Settle(bus, "ack", id);
    }
}
