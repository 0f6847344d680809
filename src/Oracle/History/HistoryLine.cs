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
    Publish,
    Deliver,
    Ack,
    Nack,
    DeadLetter,
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
internal enum Fields
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
}

/// <summary>An event as a line names it; what the line leaves out is −1 or 0.</summary>
internal struct EventRef
{
    public Hash128 Id;
    public Hash128 Stream;
    public ulong Content;
    public long Version;
    public long Position;
    public Fields Present;
}

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
    public Fields Present;
    public EventRef[] Events = new EventRef[16];
    public int EventCount;

    public bool Has(Fields field) => (Present & field) != 0;

    public void Clear()
    {
        Present = Fields.None;
        EventCount = 0;
        Version = Position = From = Count = -1;
        Expected = Expectation.Any;
        Backwards = Idempotent = Partial = Start = false;
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
