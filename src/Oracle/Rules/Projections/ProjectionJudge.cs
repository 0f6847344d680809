using Verified.Oracle.History;
using Verified.Oracle.Rules.Store;

namespace Verified.Oracle.Rules.Projections;

/// <summary>Judges projections: reads lines into the <see cref="ProjectionLog"/> and tells the rules.</summary>
/// <remarks>Linear in the history, one pass; not thread-safe.</remarks>
internal sealed class ProjectionJudge : Part
{
    private readonly ProjectionLog _log;
    private readonly MemoryBudget _budget;
    private readonly IApplyRule[] _applyRules;
    private readonly IViewRule[] _viewRules;
    private long _applied;
    private long _unknown;

    public ProjectionJudge(HistoryHeader header, StoreLog? store, MemoryBudget budget)
    {
        _budget = budget;
        _log = new ProjectionLog(header, store, budget);
        Rules =
        [
            new ProjectionAppliedOnce(_log),
            new ProjectionIsFold(_log),
            new EqualPositionsEqualViews(_log, budget),
            new ReadYourWrites(_log),
        ];
        _applyRules = [.. Rules.OfType<IApplyRule>()];
        _viewRules = [.. Rules.OfType<IViewRule>()];
    }

    public override IReadOnlyList<Rule> Rules { get; }

    public override void Invoke(Operation operation, HistoryReader reader)
    {
        var line = reader.Line;
        operation.Replica = _log.Replica(line);
        operation.Token = line.Token;
        operation.Rebuild = line.Rebuild;
        operation.Position = line.Position;
        var replica = _log.Replicas[operation.Replica];
        replica.IsPartial |= line.Partial;
        if (line.Rebuild)
        {
            // Until it is known what became of that, nobody knows what the view is.
            foreach (var rule in _applyRules) rule.Ends(replica);
            replica.Rebuild(ReplicaState.Nowhere, line.Number);
        }

        for (var i = 0; i < line.EventCount; i++)
        {
            operation.Positions.Add(line.Events[i].Position);
            replica.Try(line.Events[i].Position);
        }
    }

    public override void Succeed(Operation operation, HistoryReader reader)
    {
        var line = reader.Line;
        var replica = _log.Replicas[operation.Replica];
        if (operation.Function == LineFunction.Read) Answer(operation, replica, line);
        else if (operation.Rebuild) replica.Rebuild(operation.Position, line.Number);
        else if (!line.Duplicate) Apply(operation, replica, line);
    }

    public override void Fail(Operation operation, HistoryLine line)
    {
        if (operation.Function == LineFunction.Read || operation.Rebuild) return;
        var replica = _log.Replicas[operation.Replica];
        foreach (var position in operation.Positions)
        {
            replica.Fail(position, line.Number);
        }
    }

    public override void Unknown(Operation operation, uint line)
    {
        if (operation.Function == LineFunction.Read) return;
        if (!operation.Rebuild) _unknown += operation.Positions.Count;
        _budget.Take(24L * operation.Positions.Count);
    }

    public override void Conclude()
    {
        foreach (var replica in _log.Replicas)
            foreach (var rule in _applyRules)
                rule.Ends(replica);
    }

    /// <summary>Events that were applied; they are observed in the view.</summary>
    public override Counts Count() => new(_applied, _applied, _unknown, 0);

    private void Answer(Operation operation, ReplicaState replica, HistoryLine line)
    {
        if (!line.Has(Fields.Position)) return;
        foreach (var rule in _viewRules)
        {
            rule.Answered(replica, operation, line);
            rule.Shown(replica, line.Position, line.State, line.Number);
        }
    }

    private void Apply(Operation operation, ReplicaState replica, HistoryLine line)
    {
        for (var i = 0; i < operation.Positions.Count; i++)
        {
            var position = operation.Positions[i];
            _applied++;
            replica.Settle(position);
            foreach (var rule in _applyRules) rule.Applied(replica, position, i, operation.Invoke);
            if (replica.Applied.Find(position) < 0) replica.Applied.Add(position, checked((int)operation.Invoke));
            if (position <= replica.Last) continue;
            replica.Last = position;
            replica.LastBy = operation.Invoke;
        }

        if (line.State == 0 || operation.Positions.Count == 0) return;
        foreach (var rule in _viewRules) rule.Shown(replica, operation.Positions[^1], line.State, line.Number);
    }
}
