namespace Verified.Tests.Conformance.Jepsen;

/// <summary>Faults of a log, each injected so that the history proves it, and the rule that must convict.</summary>
internal static class LogFaults
{
    public static (string Rule, Action<LogSimulation> Inject)[] All { get; } =
    [
        ("one-value-per-offset", TwoAtOneOffset),
        ("one-value-per-offset", NoOffset),
        ("no-duplicate", StoredTwice),
        ("no-loss", LostMessage),
        ("no-phantom", Phantom),
        ("no-phantom", FailedButStored),
        ("no-phantom", AbortedButVisible),
        ("atomic-txn", HalfATransaction),
        ("poll-order", GoesBackBetweenPolls),
        ("poll-order", GoesBackInAPoll),
        ("poll-without-skip", SkipsInAPoll),
        ("send-order", OutOfOrder),
    ];

    private static void TwoAtOneOffset(LogSimulation log)
    {
        var first = log.SendNow(log.PickKey());
        log.Send(log.NewProcess(), first with { Value = log.NewValue() });
    }

    private static void NoOffset(LogSimulation log)
    {
        var message = log.SendNow(log.PickKey());
        log.Poll(log.NewProcess(), message with { Offset = -1 - log.Random.Next(3) });
    }

    private static void StoredTwice(LogSimulation log)
    {
        var first = log.SendNow(log.PickKey());
        log.Append(first.Key, first.Value);
    }

    private static void LostMessage(LogSimulation log)
    {
        var key = log.PickKey();
        log.Log.Remove(log.SendNow(key));
        log.SendNow(key);
    }

    private static void Phantom(LogSimulation log) => log.Append(log.PickKey(), log.NewValue());

    private static void FailedButStored(LogSimulation log)
    {
        var message = log.Append(log.PickKey(), log.NewValue());
        var process = log.NewProcess();
        foreach (var type in (string[])["invoke", "fail"])
            log.Line(process, type, "send", $"[[:send \"{message.Key}\" {message.Value}]]");
    }

    private static void AbortedButVisible(LogSimulation log) => log.Append(log.PickKey(), Transaction(log, "fail", log.PickKey(), log.PickKey()).First);

    private static void HalfATransaction(LogSimulation log)
    {
        var (key, other) = (log.PickKey(), log.PickKey());
        var (first, second) = Transaction(log, log.Random.Next(2) == 0 ? "info" : null, key, other);
        // Of one key, the second: polls then pass the first.
        var visible = key == other ? log.Append(key, second) : log.Append(key, first);
        log.Poll(log.NewProcess(), log.Of(visible.Key));
        log.SendNow(other);
    }

    private static (int First, int Second) Transaction(LogSimulation log, string? outcome, string key, string other)
    {
        var (first, second) = (log.NewValue(), log.NewValue());
        var process = log.NewProcess();
        var value = $"[[:send \"{key}\" {first}] [:send \"{other}\" {second}]]";
        log.Line(process, "invoke", "txn", value);
        if (outcome is not null) log.Line(process, outcome, "txn", value);
        return (first, second);
    }

    private static void GoesBackBetweenPolls(LogSimulation log)
    {
        var (process, shown) = Consumer(log);
        log.Poll(process, shown);
        log.Poll(process, shown[log.Random.Next(shown.Count)]);
    }

    private static void GoesBackInAPoll(LogSimulation log)
    {
        var (process, shown) = Consumer(log);
        var at = log.Random.Next(shown.Count - 1);
        (shown[at], shown[at + 1]) = (shown[at + 1], shown[at]);
        log.Poll(process, shown);
    }

    private static void SkipsInAPoll(LogSimulation log)
    {
        var (process, shown) = Consumer(log);
        // Not a message that was sent twice: which of its places was skipped would be open.
        shown.RemoveAt(shown.Count - 2);
        log.Poll(process, shown);
    }

    /// <summary>A new consumer at the beginning, and what it would be shown of a key: two messages or more.</summary>
    private static (int Process, List<Message> Shown) Consumer(LogSimulation log)
    {
        var key = log.PickKey();
        log.SendNow(key);
        log.SendNow(key);
        var process = log.NewProcess();
        log.Assign(process, fromBeginning: true);
        return (process, log.Of(key));
    }

    private static void OutOfOrder(LogSimulation log)
    {
        var key = log.PickKey();
        var (first, second) = (log.Append(key, log.NewValue()), log.Append(key, log.NewValue()));
        var process = log.NewProcess();
        log.Send(process, second);
        log.Send(process, first);
    }
}
