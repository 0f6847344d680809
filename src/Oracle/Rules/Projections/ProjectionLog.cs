using Verified.Oracle.History;
using Verified.Oracle.Rules.Store;

namespace Verified.Oracle.Rules.Projections;

/// <summary>What a history says of projections; the rules share it.</summary>
/// <remarks>4 bytes per applied event and replica, 40 per position whose view was told.</remarks>
internal sealed class ProjectionLog(HistoryHeader header, StoreLog? store, MemoryBudget budget)
{
    private readonly NameTable _projectionNames = new(budget);
    private readonly NameTable _replicaNames = new(budget);

    public HistoryHeader Header { get; } = header;

    /// <summary>The store's log, where the history is of one too.</summary>
    public StoreLog? Store { get; } = store;

    public List<ReplicaState> Replicas { get; } = [];

    /// <summary>A projection's view at a position, as it was first told: its content, and by which line.</summary>
    public Dictionary<(int Projection, long Position), (ulong State, uint Line)> Views { get; } = [];

    public bool RealTime => Header.Clock == HistoryClock.Shared;

    /// <summary>The copy of a view, a new one if it was never named.</summary>
    public int Replica(HistoryLine line)
    {
        var projection = _projectionNames.FindOrAdd(line.Projection);
        var name = line.Replica;
        var number = _replicaNames.FindOrAdd(new Hash128(name.High ^ (ulong)projection, name.Low));
        if (number == Replicas.Count)
        {
            budget.Take(400);
            Replicas.Add(new ReplicaState(projection, line.Number, budget));
        }

        return number;
    }
}
