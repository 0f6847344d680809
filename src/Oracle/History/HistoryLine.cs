using Verified.Reference;

namespace Verified.Oracle.History;

/// <summary>Whether a line begins an operation or ends it, and how.</summary>
public enum LineType
{
    /// <summary>The operation begins.</summary>
    Invoke,

    /// <summary>It succeeded.</summary>
    Ok,

    /// <summary>It certainly had no effect.</summary>
    Fail,

    /// <summary>It may have had its effect, or have it later, or never.</summary>
    Info,
}

/// <summary>What an operation does (<c>f</c> of a line).</summary>
public enum LineFunction
{
    Append,
    Read,
    ReadAll,
    Delete,
    Subscribe,
    Unsubscribe,
    Publish,
    Deliver,
    Ack,
    Nack,
    DeadLetter,
    Replay,
    Checkpoint,
    Project,
    SagaStart,
    SagaStep,
    SagaCompensate,
    SagaEnd,
    Crash,
    Fault,
}

/// <summary>What an append or a delete expects of its stream.</summary>
public enum Expectation
{
    /// <summary>Nothing.</summary>
    Any,

    /// <summary>No event yet.</summary>
    NoStream,

    /// <summary>At least one event.</summary>
    StreamExists,

    /// <summary>A last event of exactly <see cref="HistoryLine.ExpectedVersion"/>.</summary>
    Exact,
}

/// <summary>The fields a line can carry; also the set of those it does carry.</summary>
[Flags]
internal enum Fields : long
{
    None = 0,
    Index = 1,
    Time = 1 << 1,
    Process = 1 << 2,
    Op = 1 << 3,
    Type = 1 << 4,
    Function = 1 << 5,
    Stream = 1 << 6,
    Expected = 1 << 7,
    Events = 1 << 8,
    Version = 1 << 9,
    Position = 1 << 10,
    From = 1 << 11,
    Count = 1 << 12,
    Direction = 1 << 13,
    Subscription = 1 << 14,
    Idempotent = 1 << 15,
    Partial = 1 << 16,
    Id = 1 << 17,
    Hash = 1 << 18,
    Error = 1 << 19,
    Start = 1 << 20,

    Consumer = 1 << 21,
    Member = 1 << 22,
    Topic = 1 << 23,
    Partition = 1 << 24,
    Generation = 1 << 25,
    Key = 1 << 26,
    Cause = 1 << 27,
    Effect = 1 << 28,
    Duplicate = 1 << 29,
    Veto = 1 << 30,
    Outcomes = 1L << 31,
    Outbox = 1L << 32,

    Projection = 1L << 33,
    Replica = 1L << 34,
    State = 1L << 35,
    Token = 1L << 36,
    Rebuild = 1L << 37,

    Saga = 1L << 38,
    Correlation = 1L << 39,
    Step = 1L << 40,
    Steps = 1L << 41,
    Revision = 1L << 42,
    Outcome = 1L << 43,
    Reads = 1L << 44,
    Writes = 1L << 45,
    Ok = 1L << 46,

    /// <summary>What histories of a store alone can carry; there, other members are unknown, and skipped.</summary>
    OfStores = Consumer - 1,
}

/// <summary>An event as a line names it; what the line leaves out is −1 or 0.</summary>
internal struct EventRef
{
    public Hash128 Id;
    public Hash128 Stream;
    public ulong Content;
    public long Version;
    public long Position;
    public Hash128 Topic;
    public Hash128 Key;
    public Hash128 Partition;
    public Hash128 Cause;
    public Fields Present;
}

/// <summary>Something a line lists beside its events.</summary>
/// <param name="List">Which list it is in: <see cref="Fields.Outbox"/>, <see cref="Fields.Outcomes"/>,
/// <see cref="Fields.Reads"/> or <see cref="Fields.Writes"/>.</param>
/// <param name="Ordinal">Its place in that list.</param>
/// <param name="Name">A message's id, a consumer, or a key.</param>
/// <param name="Version">The version of what was read or written.</param>
/// <param name="Ok">Whether a handler succeeded.</param>
internal readonly record struct ListedItem(Fields List, int Ordinal, Hash128 Name, long Version, bool Ok);

/// <summary>One parsed line. One instance is reused for every line of a history: it allocates nothing.</summary>
internal sealed class HistoryLine
{
    /// <summary>Its place in the file, from 1 (the header).</summary>
    public uint Number;

    public long Index;
    public long Time;
    public long Process;
    public LineType Type;
    public LineFunction Function;
    public Hash128 Stream;
    public Hash128 Subscription;
    public Expectation Expected;
    public long ExpectedVersion;
    public long Version;
    public long Position;
    public long From;
    public long Count;
    public bool Backwards;
    public bool Idempotent;
    public bool Partial;
    public bool Start;
    public Hash128 Consumer;
    public Hash128 Topic;
    public Hash128 Partition;
    public long Generation;
    public EffectPromise Effect;
    public bool Duplicate;
    public bool Veto;
    public Hash128 Projection;
    public Hash128 Replica;
    public Hash128 Saga;
    public Hash128 Correlation;

    /// <summary>A hash of a view's content; 0: not told.</summary>
    public ulong State;
    public long Token;
    public bool Rebuild;
    public int Step;
    public int Steps;
    public long Revision;
    public SagaOutcome Outcome;
    public Fields Present;
    public EventRef[] Events = new EventRef[16];
    public int EventCount;
    public ListedItem[] Items = new ListedItem[16];
    public int ItemCount;

    public bool Has(Fields field) => (Present & field) != 0;

    public void Clear()
    {
        Present = Fields.None;
        EventCount = ItemCount = 0;
        Version = Position = From = Count = -1;
        Expected = Expectation.Any;
        Backwards = Idempotent = Partial = Start = false;
    }

    /// <summary>Also clears what only buses, projections and sagas have.</summary>
    public void ClearWhole()
    {
        Clear();
        Consumer = Topic = Partition = Projection = Replica = Saga = Correlation = default;
        Generation = Revision = -1;
        Token = 0;
        Step = Steps = 0;
        State = 0;
        Duplicate = Veto = Rebuild = false;
    }

    public void AddItem(in ListedItem item)
    {
        if (ItemCount == Items.Length) Array.Resize(ref Items, ItemCount * 2);
        Items[ItemCount++] = item;
    }

    public ref EventRef AddEvent()
    {
        if (EventCount == Events.Length) Array.Resize(ref Events, Events.Length * 2);
        ref var added = ref Events[EventCount++];
        added = default;
        added.Version = added.Position = -1;
        return ref added;
    }
}
