namespace Verified.Tests.Conformance.Rules;

/// <summary>Faults of a store, each injected so that the history proves it, and the rule that must convict.</summary>
internal static class StoreFaults
{
    public static (string Rule, Action<StoreSimulation> Inject)[] All { get; } =
    [
        ("optimistic-concurrency", TwoAtOneVersion),
        ("optimistic-concurrency", WrongExpectation),
        ("no-loss", LoseLast),
        ("no-loss", LoseAny),
        ("no-phantom", Phantom),
        ("no-phantom", FailedButStored),
        ("no-phantom", AlteredContent),
        ("recency", StaleRead),
        ("idempotent-retry", StoredTwice),
        ("read-is-prefix", SwappedRead),
        ("contiguous-versions", ReadWithHole),
        ("unique-positions", OnePositionTwice),
        ("real-time-order", LowerPosition),
        ("deleted-stream", AppendAfterDelete),
        ("checkpoint-without-gap", SkippedDelivery),
        ("checkpoint-behind-processing", SavedAhead),
        ("checkpoint-behind-processing", FailedAndPassed),
        ("contiguous-versions", TooLowForTheBatch),
        ("unique-positions", NoPosition),
        ("atomic-append", TornBatch),
    ];

    private static string Pick(StoreSimulation store) => store.Streams[store.Random.Next(store.Streams.Length)];

    /// <summary>An event that is acknowledged and the last of its stream.</summary>
    private static StoredEvent Fresh(StoreSimulation store) => store.AppendNow(Pick(store));

    private static void TwoAtOneVersion(StoreSimulation store)
    {
        var first = Fresh(store);
        store.Acknowledge(store.NewEvent(first.Stream), first.Version, first.Position + 1000);
    }

    private static void WrongExpectation(StoreSimulation store)
    {
        var before = Fresh(store);
        var e = store.NewEvent(before.Stream);
        store.Log.Add(e);
        store.Acknowledge(e, e.Version, e.Position, HistoryText.Invariant($"{e.Version + store.Random.Next(3)}"));
    }

    private static void LoseLast(StoreSimulation store) => store.Log.Remove(Fresh(store));

    private static void LoseAny(StoreSimulation store)
    {
        Fresh(store);
        var acknowledged = store.Log.FindAll(e => store.Acknowledged.Contains(e.Id));
        store.Log.Remove(acknowledged[store.Random.Next(acknowledged.Count)]);
    }

    private static void Phantom(StoreSimulation store) => store.Log.Add(store.NewEvent(Pick(store)));

    private static void FailedButStored(StoreSimulation store)
    {
        var e = store.NewEvent(Pick(store));
        var process = store.NewProcess();
        store.History.Line(process, "invoke", "append", $"\"stream\":\"{e.Stream}\",\"events\":[{{\"id\":\"{e.Id}\",\"hash\":\"{e.Hash}\"}}]");
        store.History.Line(process, "fail", "append", "\"error\":\"wrong-expected-version\"");
        store.Log.Add(e);
    }

    private static void AlteredContent(StoreSimulation store)
    {
        Fresh(store);
        var at = store.Random.Next(store.Log.Count);
        store.Log[at] = store.Log[at] with { Hash = "other" };
    }

    private static void StaleRead(StoreSimulation store)
    {
        var last = Fresh(store);
        var stale = store.StreamOf(last.Stream);
        store.ReadNow(last.Stream, stale.GetRange(0, store.Random.Next(stale.Count)));
    }

    private static void StoredTwice(StoreSimulation store)
    {
        var first = Fresh(store);
        var second = store.NewEvent(first.Stream) with { Id = first.Id, Hash = first.Hash };
        store.Log.Add(second);
        if (store.Random.Next(2) == 0) store.Acknowledge(second, second.Version, second.Position);
    }

    private static void SwappedRead(StoreSimulation store)
    {
        var stream = Pick(store);
        store.AppendNow(stream);
        store.AppendNow(stream);
        var shown = store.StreamOf(stream);
        var at = store.Random.Next(shown.Count - 1);
        (shown[at], shown[at + 1]) = (
            shown[at + 1] with { Version = at, Position = shown[at].Position },
            shown[at] with { Version = at + 1, Position = shown[at + 1].Position });
        store.ReadNow(stream, store.StreamOf(stream));
        store.ReadNow(stream, shown);
    }

    private static void ReadWithHole(StoreSimulation store)
    {
        var stream = Pick(store);
        store.AppendNow(stream);
        store.AppendNow(stream);
        var shown = store.StreamOf(stream);
        shown.RemoveAt(store.Random.Next(shown.Count - 1));
        store.ReadNow(stream, shown);
    }

    private static void OnePositionTwice(StoreSimulation store)
    {
        var first = Fresh(store);
        var second = store.NewEvent(Pick(store)) with { Position = first.Position };
        store.Acknowledge(second, second.Version, second.Position);
    }

    private static void LowerPosition(StoreSimulation store)
    {
        Fresh(store);
        var e = store.NewEvent(Pick(store)) with { Position = 0 };
        store.Acknowledge(e, e.Version, e.Position);
    }

    private static void AppendAfterDelete(StoreSimulation store)
    {
        var stream = Pick(store);
        store.DeleteNow(stream);
        store.AppendNow(stream);
    }

    private static void SkippedDelivery(StoreSimulation store)
    {
        var skipped = Fresh(store);
        var next = Fresh(store);
        var process = store.NewProcess();
        store.History.Line(process, "invoke", "deliver", $"\"subscription\":\"y\",{HistoryText.Events([next], withStream: true)}");
        store.History.Line(process, "ok", "deliver");
        store.History.Line(process, "invoke", "checkpoint", HistoryText.Invariant($"\"subscription\":\"y\",\"position\":{next.Position}"));
        store.History.Line(process, "ok", "checkpoint");
        Assert.True(skipped.Position < next.Position);
    }

    private static void SavedAhead(StoreSimulation store)
    {
        var process = Subscribed(store, out var e);
        var saver = store.NewProcess();
        store.History.Line(saver, "invoke", "checkpoint", HistoryText.Invariant($"\"subscription\":\"z\",\"position\":{e.Position}"));
        store.History.Line(saver, "ok", "checkpoint");
        if (store.Random.Next(2) == 0) store.History.Line(process, "info", "deliver");
        Start(store, e.Position);
    }

    private static void FailedAndPassed(StoreSimulation store)
    {
        var process = Subscribed(store, out var e);
        store.History.Line(process, "fail", "deliver");
        Start(store, e.Position + store.Random.Next(2));
    }

    /// <summary>A new subscription starts at the end, and is handed a new event.</summary>
    private static long Subscribed(StoreSimulation store, out StoredEvent e)
    {
        Start(store, Fresh(store).Position);
        e = Fresh(store);
        var process = store.NewProcess();
        store.History.Line(process, "invoke", "deliver", $"\"subscription\":\"z\",{HistoryText.Events([e], withStream: true)}");
        return process;
    }

    private static void Start(StoreSimulation store, long position)
    {
        var process = store.NewProcess();
        store.History.Line(process, "invoke", "checkpoint", HistoryText.Invariant($"\"subscription\":\"z\",\"position\":{position},\"start\":true"));
        store.History.Line(process, "ok", "checkpoint");
    }

    private static void TooLowForTheBatch(StoreSimulation store)
    {
        var process = store.NewProcess();
        store.History.Line(process, "invoke", "append", $"\"stream\":\"{Pick(store)}\",\"events\":[{{\"id\":\"p\"}},{{\"id\":\"q\"}},{{\"id\":\"r\"}}]");
        store.History.Line(process, "ok", "append", HistoryText.Invariant($"\"version\":{store.Random.Next(-3, 2)}"));
    }

    private static void NoPosition(StoreSimulation store)
    {
        var e = store.NewEvent(Pick(store));
        store.Log.Add(e);
        store.Acknowledge(e, e.Version, -1 - store.Random.Next(3));
    }

    private static void TornBatch(StoreSimulation store)
    {
        var first = store.NewEvent(Pick(store));
        var process = store.NewProcess();
        var second = first with { Id = first.Id + "b", Version = first.Version + 1 };
        store.History.Line(process, "invoke", "append", $"\"stream\":\"{first.Stream}\",\"events\":[{{\"id\":\"{first.Id}\"}},{{\"id\":\"{second.Id}\"}}]");
        store.History.Line(process, "info", "append");
        store.ReadNow(first.Stream, [.. store.StreamOf(first.Stream), first]);
        store.Log.Add(first);
        var third = store.NewEvent(first.Stream);
        store.Log.Add(third);
    }
}
