using Verified.Oracle.History;
using Verified.Reference;

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

    /// <summary>Who is told of it: the systems it belongs to, among those the history is of.</summary>
    public HistorySpec Parts;

    /// <summary>The time of the invocation, in nanoseconds, if <see cref="HasTime"/>.</summary>
    public long Time;
    public bool HasTime;

    /// <summary>The consumer, or −1; the projection's replica; the saga: dense numbers.</summary>
    public int Consumer;
    public int Partition;
    public int Replica;
    public int Saga;
    public int Step;

    public long Generation;
    public long Revision;
    public long Token;
    public bool Rebuild;
    public SagaOutcome Outcome;

    /// <summary>The highest generation, and committed position, that a completed operation had shown when it was invoked, and who did.</summary>
    public long KnownGeneration;
    public uint KnownGenerationBy;
    public long KnownCommit;
    public uint KnownCommitBy;

    /// <summary>Messages it carries, as slots of the message table, each with its position there or −1.</summary>
    public readonly List<CarriedMessage> Messages = [];

    /// <summary>Messages it commits to publish, as slots of the message table.</summary>
    public readonly List<int> Outbox = [];

    /// <summary>Positions of a log it carries.</summary>
    public readonly List<long> Positions = [];

    /// <summary>It certainly has no further completion, and its process may not go on.</summary>
    public bool Dead;

    public void AddSlot(int slot)
    {
        if (SlotCount == Slots.Length) Array.Resize(ref Slots, SlotCount * 2);
        Slots[SlotCount++] = slot;
    }
}

/// <summary>A message as an operation carries it.</summary>
/// <param name="Slot">Its slot.</param>
/// <param name="Delivery">Its delivery to the operation's consumer, or −1.</param>
/// <param name="Partition">The partition the line names, or −1.</param>
/// <param name="Position">The position the line names, or −1.</param>
/// <param name="Floor">The message that comes last in its order among those that had their effect at the consumer before, or −1.</param>
internal readonly record struct CarriedMessage(int Slot, int Delivery, int Partition, long Position, int Floor);
