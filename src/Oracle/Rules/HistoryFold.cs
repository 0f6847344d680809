using Verified.Oracle.History;
using Verified.Oracle.Rules.Bus;
using Verified.Oracle.Rules.Projections;
using Verified.Oracle.Rules.Sagas;
using Verified.Oracle.Rules.Store;

namespace Verified.Oracle.Rules;

/// <summary>Folds a history, line by line: pairs lines to operations, and tells the parts they concern.</summary>
/// <remarks>Linear in the history, one pass; not thread-safe.</remarks>
internal sealed class HistoryFold
{
    private readonly OpenOperations _open;
    private readonly HistorySpec _specs;
    private readonly Part?[] _parts;

    public HistoryFold(HistoryHeader header, MemoryBudget budget)
    {
        _specs = header.Spec;
        _open = new OpenOperations(budget);
        var store = Has(HistorySpec.EventStore) ? new StoreJudge(header, budget) : null;
        var bus = Has(HistorySpec.Bus) ? new BusJudge(header, store?.Log, budget) : null;
        var projections = Has(HistorySpec.Projection) ? new ProjectionJudge(header, store?.Log, budget) : null;
        var sagas = Has(HistorySpec.Saga) ? new SagaJudge(header, budget) : null;
        _parts = [store, bus, projections, sagas];
        var rules = new List<Rule>();
        foreach (var part in _parts)
            if (part is not null)
                rules.AddRange(part.Rules);
        Rules = rules;
        Store = store?.Log;
    }

    public IReadOnlyList<Rule> Rules { get; }

    /// <summary>The store's log, or null where the history is not of one.</summary>
    public StoreLog? Store { get; }

    /// <summary>Invocations so far.</summary>
    public long Operations { get; private set; }

    /// <summary>Takes one line in; the reader is told where it is malformed.</summary>
    public void Take(HistoryReader reader)
    {
        var line = reader.Line;
        if (_open.Pair(reader) is not { } operation)
        {
            if (line.Function == LineFunction.Crash && _open.Crash(line.Process) is { } died) Unknown(died, line.Number);
            return;
        }

        if (line.Type == LineType.Invoke)
        {
            Operations++;
            operation.Parts = PartsOf(line) & _specs;
            Invoke(operation, reader);
            return;
        }

        if (line.Type == LineType.Ok) Succeed(operation, reader);
        else if (line.Type == LineType.Info) Unknown(operation, line.Number);
        else Fail(operation, line);
        _open.End(line.Process, operation, line.Type == LineType.Info);
    }

    /// <summary>After the last line: what is still open is unknown; the rules conclude.</summary>
    public void Conclude()
    {
        foreach (var operation in _open.Open) Unknown(operation, 0);
        foreach (var part in _parts) part?.Conclude();
    }

    /// <summary>What was acknowledged, observed and unknown so far, in all parts.</summary>
    public Counts Count()
    {
        var sum = default(Counts);
        foreach (var part in _parts)
        {
            if (part is null) continue;
            var (acknowledged, observed, unknown, resolved) = part.Count();
            sum = new Counts(
                sum.Acknowledged + acknowledged, sum.Observed + observed, sum.Unknown + unknown, sum.Resolved + resolved);
        }

        return sum;
    }

    /// <summary>Whose operation it is. A message may concern a bus and a saga, an append a store and a bus's outbox.</summary>
    private static HistorySpec PartsOf(HistoryLine line) => line.Function switch
    {
        LineFunction.Append => line.Has(Fields.Outbox) ? HistorySpec.EventStore | HistorySpec.Bus : HistorySpec.EventStore,
        LineFunction.ReadAll or LineFunction.Delete => HistorySpec.EventStore,
        LineFunction.Read => line.Has(Fields.Projection) ? HistorySpec.Projection : HistorySpec.EventStore,
        LineFunction.Project => HistorySpec.Projection,
        LineFunction.Deliver => line.Has(Fields.Consumer) ? HistorySpec.Bus : HistorySpec.EventStore,
        LineFunction.Checkpoint => line.Has(Fields.Saga) ? HistorySpec.Saga | HistorySpec.Bus
            : line.Has(Fields.Consumer) ? HistorySpec.Bus : HistorySpec.EventStore,
        LineFunction.SagaStart or LineFunction.SagaStep or LineFunction.SagaCompensate or LineFunction.SagaEnd => HistorySpec.Saga,
        _ => HistorySpec.Bus,
    };

    private bool Has(HistorySpec spec) => (_specs & spec) != 0;

    private void Invoke(Operation operation, HistoryReader reader)
    {
        for (var i = 0; i < _parts.Length; i++)
            if (Concerns(operation, i) && reader.Malformed is null)
                _parts[i]!.Invoke(operation, reader);
    }

    private void Succeed(Operation operation, HistoryReader reader)
    {
        for (var i = 0; i < _parts.Length; i++)
            if (Concerns(operation, i) && reader.Malformed is null)
                _parts[i]!.Succeed(operation, reader);
    }

    private void Fail(Operation operation, HistoryLine line)
    {
        for (var i = 0; i < _parts.Length; i++)
            if (Concerns(operation, i))
                _parts[i]!.Fail(operation, line);
    }

    private void Unknown(Operation operation, uint line)
    {
        for (var i = 0; i < _parts.Length; i++)
            if (Concerns(operation, i))
                _parts[i]!.Unknown(operation, line);
    }

    /// <summary>The parts stand in the order of their bits.</summary>
    private static bool Concerns(Operation operation, int part) => ((int)operation.Parts >> part & 1) != 0;
}
