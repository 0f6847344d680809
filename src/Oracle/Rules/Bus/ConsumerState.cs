using Verified.Reference;

namespace Verified.Oracle.Rules.Bus;

/// <summary>How far a consumer is in one partition.</summary>
internal sealed class CursorState(uint first)
{
    public readonly DeliveredPositions Delivered = new(first);
    public readonly Incarnations Incarnations = new();

    /// <summary>The highest position that was committed since it started last, and who did; −1: none.</summary>
    public long Committed = -1;
    public uint CommittedBy;
    public bool HasCommits;
    public bool Restarted;
}

/// <summary>A consumer: one inbox, one cursor in each partition.</summary>
internal sealed class ConsumerState(EffectPromise promise, uint namedBy)
{
    public EffectPromise Promise { get; set; } = promise;

    /// <summary>A line that names it.</summary>
    public uint NamedBy { get; } = namedBy;

    /// <summary>By partition.</summary>
    public Dictionary<int, CursorState> Cursors { get; } = [];

    public List<SubscriptionState> Subscriptions { get; } = [];

    /// <summary>It takes some of the messages only.</summary>
    public bool IsFiltered { get; set; }

    /// <summary>The highest generation a completed operation has shown, and which; −1: none.</summary>
    public long Generation { get; set; } = -1;

    public uint GenerationBy { get; set; }

    /// <summary>A mark of who was last counted.</summary>
    public uint Stamp { get; set; }
}

/// <summary>One partition: which message is where.</summary>
internal sealed class PartitionState(MemoryBudget budget)
{
    public NumberMap Messages { get; } = new(budget);

    /// <summary>The positions that were told, with the line that told each, in the order of telling.</summary>
    public List<(long Position, uint Line)> Told { get; } = [];
}
