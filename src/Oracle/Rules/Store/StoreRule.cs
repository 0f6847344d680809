namespace Verified.Oracle.Rules.Store;

/// <summary>A property of event stores. Rules share the <see cref="StoreLog"/> and keep little state of their own.</summary>
internal abstract class StoreRule(StoreLog log) : Rule
{
    protected const string NeedsSharedClock = "the history's clock is not shared: its lines are not in the order of time";

    protected StoreLog Log { get; } = log;

    /// <summary>Stands for the id of an event.</summary>
    protected string EventName(int slot) => $"{{id@{NamedBy(slot)}}}";

    /// <summary>Stands for the stream of an event.</summary>
    protected string StreamOf(int slot) => $"{{stream@{NamedBy(slot)}}}";

    /// <summary>Stands for a stream.</summary>
    protected string StreamName(int stream) =>
        FormattableString.Invariant($"{{stream@{Log.Streams[stream].NamedBy}}}");

    private string NamedBy(int slot)
    {
        ref var e = ref Log.Events[slot];
        return FormattableString.Invariant($"{(e.Invoke == 0 ? e.PlacedBy : e.Invoke)}/{e.Ordinal}");
    }
}

/// <summary>The rules for event stores, in the order in which reports list them.</summary>
internal static class StoreRules
{
    public static IReadOnlyList<Rule> For(StoreLog log, MemoryBudget budget) =>
    [
        new OptimisticConcurrency(log),
        new ContiguousVersions(log),
        new UniquePositions(log),
        new ReadIsPrefix(log),
        new AtomicAppend(log),
        new IdempotentRetry(log),
        new NoLoss(log),
        new NoPhantom(log),
        new Recency(log),
        new RealTimeOrder(log),
        new DeletedStream(log),
        new CheckpointWithoutGap(log, budget),
        new CheckpointBehindProcessing(log, budget),
    ];
}
