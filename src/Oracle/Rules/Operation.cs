using Verified.Oracle.History;

namespace Verified.Oracle.Rules;

/// <summary>An operation from its invocation on; pooled, so that judging allocates for open operations only.</summary>
internal sealed class Operation
{
    public LineFunction Function;

    /// <summary>The line of the invocation.</summary>
    public uint Invoke;

    /// <summary>The stream it is about, as a dense number, or −1.</summary>
    public int Stream;

    public Hash128 Subscription;
    public long From;
    public long Count;
    public bool Backwards;
    public long Position;

    /// <summary>A checkpoint from which the subscription starts, or starts again.</summary>
    public bool Starts;

    /// <summary>The highest version of the stream, and position of the log, known to exist when it was invoked; −1: none.</summary>
    public long KnownVersion;
    public long KnownPosition;

    /// <summary>Events it carries, as slots of the event table.</summary>
    public int[] Slots = new int[4];
    public int SlotCount;

    /// <summary>It certainly has no further completion, and its process may not go on.</summary>
    public bool Dead;

    public void AddSlot(int slot)
    {
        if (SlotCount == Slots.Length) Array.Resize(ref Slots, SlotCount * 2);
        Slots[SlotCount++] = slot;
    }
}
