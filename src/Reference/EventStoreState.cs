using System.Diagnostics;

namespace Verified.Reference;

/// <summary>The constants of <c>EventStore</c>.</summary>
/// <param name="Streams">Names of streams.</param>
/// <param name="Ids">Identities of events.</param>
/// <param name="MaxBatch">The most events of one append.</param>
/// <param name="MaxAcked">How many acknowledged appends the history keeps.</param>
/// <param name="Variant">The design, or a mistake that must be found.</param>
public sealed record EventStoreModel(
    EquatableSet<StreamId> Streams,
    EquatableSet<EventId> Ids,
    int MaxBatch,
    int MaxAcked,
    EventStoreVariant Variant);

/// <summary>The design of the store, or a mistake in it. Source: <c>EventStore!Variants</c>.</summary>
public enum EventStoreVariant
{
    Correct,

    /// <summary>Duplicates are found by a cache of recent ids, and recovery does not fill it again.</summary>
    VolatileIdCache,

    /// <summary>The expected version is checked in one step and the batch written in a later one.</summary>
    CheckThenAppend,

    /// <summary>An append is acknowledged when it is in memory.</summary>
    AckBeforeDurable,
}

/// <summary>The variables of <c>EventStore</c>.</summary>
/// <param name="Disk">What survives a crash.</param>
/// <param name="Running">The process runs; between a crash and recovery it does not.</param>
/// <param name="Log">The log as the process sees it: that of the disk, and a tail that is not durable yet.</param>
/// <param name="Deleted">The closed streams as the process sees them.</param>
/// <param name="Index">The ids by which the process finds events in its log.</param>
/// <param name="Checked">Appends that were checked and are yet to be written; always empty in the
/// correct design.</param>
/// <param name="Acked">History: acknowledged appends.</param>
/// <param name="AckedDeletes">History: streams whose deletion was acknowledged.</param>
public sealed record EventStoreState(
    DiskState Disk,
    bool Running,
    EquatableArray<LogEvent> Log,
    EquatableSet<StreamId> Deleted,
    EquatableSet<EventId> Index,
    EquatableArray<CheckedAppend> Checked,
    EquatableSet<AckedAppend> Acked,
    EquatableSet<StreamId> AckedDeletes);

/// <summary>What survives a crash: the durable log and the durably closed streams.</summary>
public sealed record DiskState(EquatableArray<LogEvent> Log, EquatableSet<StreamId> Deleted);

/// <summary>An append between its check and its write, in the variant that has both.</summary>
public sealed record CheckedAppend(StreamId Stream, EquatableArray<EventId> Ids, long FirstVersion);

/// <summary>An append that a client was told of, with the version at which its batch starts.</summary>
public sealed record AckedAppend(
    StreamId Stream, ExpectedVersion Expected, EquatableArray<EventId> Ids, long FirstVersion)
    : IComparable<AckedAppend>
{
    /// <summary>By stream, place, batch, and expectation.</summary>
    public int CompareTo(AckedAppend? other)
    {
        if (other is null)
            return 1;
        if (Stream.CompareTo(other.Stream) is var byStream and not 0)
            return byStream;
        if (FirstVersion.CompareTo(other.FirstVersion) is var byPlace and not 0)
            return byPlace;
        if (Ids.AsSpan().SequenceCompareTo(other.Ids.AsSpan()) is var byIds and not 0)
            return byIds;
        return Rank(Expected).CompareTo(Rank(other.Expected));
    }

    /// <summary>Exact versions in their order, behind the kinds that carry none.</summary>
    private static (int Kind, long Version) Rank(ExpectedVersion expected) => expected switch
    {
        ExpectedVersion.Any => (0, 0),
        ExpectedVersion.NoStream => (1, 0),
        ExpectedVersion.StreamExists => (2, 0),
        ExpectedVersion.Exact(var version) => (3, version),
        _ => throw new UnreachableException(),
    };
}
