namespace Verified.Reference;

/// <content>What clients may rely on, under the names of the specification.</content>
public static partial class EventStore
{
    /// <summary>Two acknowledged appends that expected the same version do not contradict each other.</summary>
    public static bool OneWinnerInv(EventStoreState state) =>
        state.Acked.All(a => state.Acked.All(b =>
            a.Stream != b.Stream
            || a.Expected != b.Expected
            || !NamesPlace(a.Expected)
            || Agree(a.Ids, b.Ids)));

    /// <summary>What was acknowledged is on the disk, where the answer said.</summary>
    public static bool AckedDurableInv(EventStoreState state) =>
        state.Acked.All(a => StandsIn(state.Disk.Log, a.Stream, a.FirstVersion, a.Ids))
        && state.AckedDeletes.IsSubsetOf(state.Disk.Deleted);

    /// <summary>A client that asks again for what was acknowledged gets the same answer.</summary>
    public static bool RetrySafeInv(EventStoreState state) =>
        !state.Running
        || state.Acked.All(a => Outcome(state, a.Stream, a.Expected, a.Ids)
            is AppendDecision.Idempotent(var first) && first == a.FirstVersion);

    /// <summary>A batch that stands is found by whoever asks for it, acknowledged or not.</summary>
    public static bool StandingIsFoundInv(EventStoreModel model, EventStoreState state) =>
        !state.Running
        || Appends(model).All(a => Enumerable.Range(0, state.Log.Count).All(version =>
            !StandsIn(state.Log, a.Stream, version, a.Ids)
            || !AppendedUnder(a.Expected, version)
            || Outcome(state, a.Stream, a.Expected, a.Ids) == new AppendDecision.Idempotent(version)));

    /// <summary>An id names one event of the whole store.</summary>
    public static bool UniqueIdInv(EventStoreState state) =>
        Unique(state.Log) && Unique(state.Disk.Log);

    /// <summary>The first event of a stream has version 0, the next one 1, and so on.</summary>
    public static bool VersionsContiguousInv(EventStoreState state) =>
        EventLog.Contiguous(state.Log) && EventLog.Contiguous(state.Disk.Log);

    /// <summary>What the process sees begins with what is durable.</summary>
    public static bool DiskIsPrefixInv(EventStoreState state) =>
        !state.Running
        || (state.Log.StartsWith(state.Disk.Log) && state.Disk.Deleted.IsSubsetOf(state.Deleted));

    /// <summary>What is durable stays, where it is.</summary>
    public static bool AppendOnlyProp(EventStoreState state, EventStoreState next) =>
        next.Disk.Log.StartsWith(state.Disk.Log);

    /// <summary>A stream that is durably closed stays so, and takes no more events.</summary>
    public static bool ClosedForEverProp(EventStoreState state, EventStoreState next) =>
        state.Disk.Deleted.IsSubsetOf(next.Disk.Deleted)
        && next.Disk.Log.Skip(state.Disk.Log.Count).All(e => !state.Disk.Deleted.Contains(e.Stream));

    /// <summary>Where both have an id, it is the same.</summary>
    private static bool Agree(EquatableArray<EventId> a, EquatableArray<EventId> b) =>
        a.Zip(b).All(pair => pair.First == pair.Second);

    private static bool Unique(EquatableArray<LogEvent> events) => IdsOf(events).Count == events.Count;
}
