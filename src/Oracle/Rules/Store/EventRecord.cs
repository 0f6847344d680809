using Verified.Oracle.History;

namespace Verified.Oracle.Rules.Store;

/// <summary>What is known of an event so far.</summary>
[Flags]
internal enum EventFlags
{
    None = 0,

    /// <summary>Some append was acknowledged with it.</summary>
    Acknowledged = 1,

    /// <summary>Some append of it has an unknown outcome.</summary>
    Unknown = 1 << 1,

    /// <summary>Some append of it certainly failed.</summary>
    Failed = 1 << 2,

    /// <summary>More than one append carried it.</summary>
    Again = 1 << 3,

    /// <summary>Appends disagree about its stream or its content.</summary>
    Ambiguous = 1 << 4,

    /// <summary>Its batch goes on with the next slot.</summary>
    HasNext = 1 << 5,

    /// <summary>An acknowledgement put it where it is.</summary>
    PlacedByAck = 1 << 6,

    /// <summary>A read, or a delivery, showed it where it is.</summary>
    Observed = 1 << 7,

    /// <summary>Its append demanded that the stream exist.</summary>
    MustFollow = 1 << 8,

    /// <summary>Appends of it made different demands on its version.</summary>
    AmbiguousDemand = 1 << 9,

    /// <summary>A read completed with it before any append of it was invoked.</summary>
    Foreseen = 1 << 10,

    /// <summary>A read showed it with a content its append did not have.</summary>
    Altered = 1 << 11,

    /// <summary>Its batch began with the slot before.</summary>
    HasPrevious = 1 << 13,

    /// <summary>Its only attempt so far has not completed.</summary>
    Open = 1 << 12,
}

/// <summary>One event: 96 bytes. Lines are numbered from 1; 0 is none. Versions and positions: −1 is none.</summary>
internal struct EventRecord
{
    // What every read looks at comes first, to lie in one cache line.
    public Hash128 Id;
    public long Version;
    public ulong Content;

    /// <summary>The stream it was appended to, or found in.</summary>
    public int Stream;
    public EventFlags Flags;

    /// <summary>The completion of the last read, or the delivery, that showed it.</summary>
    public uint SeenBy;

    /// <summary>The completion that first said where it is.</summary>
    public uint PlacedBy;
    public long Position;

    /// <summary>The completion that first said which position it has.</summary>
    public uint PositionedBy;

    /// <summary>Its first invocation.</summary>
    public uint Invoke;

    /// <summary>Its first acknowledgement.</summary>
    public uint Ack;

    /// <summary>Its place in the list of the line that first named it.</summary>
    public int Ordinal;

    /// <summary>Versions of its stream up to here existed before it was first invoked.</summary>
    public long VersionFloor;

    /// <summary>Positions up to here existed before it was first invoked.</summary>
    public long PositionFloor;

    /// <summary>The only version its append's expectation allows, or −1.</summary>
    public long Demanded;

    public readonly bool Has(EventFlags flag) => (Flags & flag) != 0;

    /// <summary>Every attempt so far certainly had no effect, and nothing speaks against that: the next is the first.</summary>
    public readonly bool FailedOnly =>
        (Flags & (EventFlags.Failed | EventFlags.Acknowledged | EventFlags.Unknown | EventFlags.Observed
            | EventFlags.Open | EventFlags.Again)) == EventFlags.Failed;

    public readonly bool Exists => (Flags & (EventFlags.Acknowledged | EventFlags.Observed)) != 0;
}
