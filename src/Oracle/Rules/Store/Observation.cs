using Verified.Oracle.History;

namespace Verified.Oracle.Rules.Store;

/// <summary>How the oracle learnt where an event is.</summary>
internal enum PlacementSource
{
    Acknowledgement,
    Read,
    Delivery,
}

/// <summary>An event is said to be somewhere it was not known to be; the tables do not hold it yet.</summary>
/// <param name="Slot">The event.</param>
/// <param name="Stream">The stream it is said to be in, or −1.</param>
/// <param name="Version">The version it is said to have, or −1.</param>
/// <param name="Position">Its position in the log, or −1.</param>
/// <param name="Source">Who says so.</param>
/// <param name="Line">The line that says so.</param>
/// <param name="Moved">It is known at another place, and can only be at one.</param>
/// <param name="Occupant">Another event that is known at this version, or −1.</param>
/// <param name="PositionMoved">It is known at another position.</param>
/// <param name="PositionOccupant">Another event that is known at this position, or −1.</param>
internal readonly record struct Placement(
    int Slot,
    int Stream,
    long Version,
    long Position,
    PlacementSource Source,
    uint Line,
    bool Moved,
    int Occupant,
    bool PositionMoved,
    int PositionOccupant);

/// <summary>What a completed read showed, in ascending order whatever its direction. One instance is reused.</summary>
internal sealed class Observation
{
    public bool All;
    public uint Line;
    public int[] Slots = new int[16];

    /// <summary>Versions for a read of a stream, positions for a read of the log; −1 where not told.</summary>
    public long[] Numbers = new long[16];

    /// <summary>What was known of the events when the read completed.</summary>
    public EventFlags[] Flags = new EventFlags[16];

    public int Count;

    /// <summary>Every version (or position) from here to <see cref="CoveredTo"/>, both inclusive, would have been shown.</summary>
    public long CoveredFrom;

    public long CoveredTo;

    /// <summary>The highest number shown, or −1.</summary>
    public long Highest => Count == 0 ? -1 : Numbers[Count - 1];

    public void Add(int slot, long number, EventFlags flags)
    {
        if (Count == Slots.Length)
        {
            Array.Resize(ref Slots, Count * 2);
            Array.Resize(ref Numbers, Count * 2);
            Array.Resize(ref Flags, Count * 2);
        }

        Slots[Count] = slot;
        Flags[Count] = flags;
        Numbers[Count++] = number;
    }
}

/// <summary>Hears of every event that is placed for the first time, or somewhere else.</summary>
internal interface IPlacementRule
{
    void Placed(in Placement placement);
}

/// <summary>Hears of every completed read.</summary>
internal interface IReadRule
{
    void Read(Operation operation, Observation observation);
}

/// <summary>Hears of subscriptions: what was handed to them, and what they say they have dealt with.</summary>
internal interface ISubscriptionRule
{
    void DeliveryInvoked(Operation operation, uint line);

    void CheckpointInvoked(Operation operation, uint line);

    /// <summary>The delivery ended with <c>ok</c>, <c>fail</c>, or <c>info</c>, or its process crashed.</summary>
    void DeliveryEnded(Operation operation, LineType outcome, uint line)
    {
    }

    /// <summary>The checkpoint was acknowledged.</summary>
    void CheckpointSaved(Operation operation, uint line)
    {
    }
}

/// <summary>Looks at every event once, after the last line.</summary>
internal interface IEventRule
{
    void AtEnd(int slot, ref EventRecord record);
}
