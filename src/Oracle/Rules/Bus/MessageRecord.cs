using Verified.Oracle.History;

namespace Verified.Oracle.Rules.Bus;

/// <summary>What is known of a message so far.</summary>
[Flags]
internal enum MessageFlags
{
    None = 0,

    /// <summary>Some attempt to publish it was acknowledged.</summary>
    Acknowledged = 1,

    /// <summary>Some attempt to publish it has an unknown outcome.</summary>
    Unknown = 1 << 1,

    /// <summary>Some attempt to publish it certainly failed.</summary>
    Failed = 1 << 2,

    /// <summary>The middleware refused it.</summary>
    Vetoed = 1 << 3,

    /// <summary>More than one attempt may have published it: there may be copies.</summary>
    Again = 1 << 4,

    /// <summary>Its publisher was told how its handlers ended: it is over.</summary>
    HasOutcomes = 1 << 5,

    /// <summary>A state change that took effect committed to publish it.</summary>
    Owed = 1 << 6,

    /// <summary>A state change of unknown outcome would have.</summary>
    MaybeOwed = 1 << 7,

    /// <summary>A state change that certainly had no effect would have.</summary>
    NotOwed = 1 << 8,

    /// <summary>A state change that it caused listed the messages it committed to publish.</summary>
    ListsOutbox = 1 << 9,

    /// <summary>A state change that it caused listed none.</summary>
    ListsNoOutbox = 1 << 10,

    /// <summary>A saga's state that holds what it says was saved, or may have been.</summary>
    Saved = 1 << 11,

    /// <summary>It was delivered with another content than it was published with.</summary>
    Altered = 1 << 12,

    /// <summary>It was delivered before any attempt to publish it.</summary>
    Foreseen = 1 << 13,
}

/// <summary>One message: 128 bytes. Lines are numbered from 1; 0 is none. Numbers: −1 is none.</summary>
internal struct MessageRecord
{
    public const int Bytes = 128;

    public Hash128 Id;
    public ulong Content;
    public MessageFlags Flags;

    /// <summary>The first of its deliveries, one for each consumer.</summary>
    public int Deliveries;
    public int Topic;

    /// <summary>Among which messages it has an order.</summary>
    public int Scope;

    /// <summary>Where it was first said to be.</summary>
    public int Partition;
    public long Position;
    public uint PositionedBy;

    /// <summary>Its first attempt to be published that did not certainly fail.</summary>
    public uint Publish;

    /// <summary>Its first acknowledgement.</summary>
    public uint Acknowledged;

    /// <summary>Its first attempt to be published that was acknowledged as no duplicate, or whose outcome is unknown.</summary>
    public uint MayStore;

    /// <summary>Its first acknowledgement as a duplicate.</summary>
    public uint Duplicate;

    /// <summary>The attempt that was vetoed: invocation and completion.</summary>
    public uint VetoInvoke;
    public uint VetoEnd;

    /// <summary>The first delivery of it, to whomever.</summary>
    public uint Delivered;

    /// <summary>The state change that committed to publish it, or would have.</summary>
    public uint OwedBy;

    /// <summary>The append among such state changes whose outcome is unknown: a slot of the store's events.</summary>
    public int OwedByEvent;

    /// <summary>The event or message whose effect it announces, as a message; and the line that says so.</summary>
    public int Cause;
    public uint CausedBy;

    /// <summary>The operation of which a state change listed an outbox.</summary>
    public uint OutboxBy;

    /// <summary>The line that names it, and its place in that line's events.</summary>
    public uint NamedBy;
    public int Ordinal;

    public readonly bool Has(MessageFlags flag) => (Flags & flag) != 0;

    /// <summary>Every attempt so far certainly failed: the next is the first.</summary>
    public readonly bool FailedOnly =>
        (Flags & (MessageFlags.Failed | MessageFlags.Acknowledged | MessageFlags.Unknown | MessageFlags.Again)) == MessageFlags.Failed;

    /// <summary>The bus has it, or may have it.</summary>
    public readonly bool MayBePublished => (Flags & (MessageFlags.Acknowledged | MessageFlags.Unknown)) != 0;
}
