using Verified.Oracle.History;

namespace Verified.Oracle.Rules.Sagas;

/// <content>What sagas read and wrote that others share.</content>
internal sealed partial class SagaJudge
{
    private void TakeItems(Operation operation, SagaRecord saga, HistoryLine line)
    {
        if (!_log.RealTime) return;
        if (operation.Function == LineFunction.SagaCompensate)
            foreach (var rule in _itemRules)
                rule.TakenBack(saga, operation.Saga, operation);
        for (var i = 0; i < line.ItemCount; i++)
            if (line.Items[i].List == Fields.Reads)
                TakeRead(operation, saga, _log.Item(line.Items[i].Name), line.Items[i].Version, line.Number);
        for (var i = 0; i < line.ItemCount; i++)
            if (line.Items[i].List == Fields.Writes)
                TakeWrite(operation, saga, _log.Item(line.Items[i].Name), line.Items[i].Version, line.Number);
    }

    private void TakeRead(Operation operation, SagaRecord saga, int item, long version, uint line)
    {
        foreach (var rule in _itemRules) rule.Read(saga, operation.Saga, item, version, line);
        saga.Known[item] = new KnownItem(version, line, IsOwn: false);
        if (!_log.Versions.TryGetValue((item, version), out var record) || record.Writer == operation.Saga || record.ReaderLine != 0) return;
        record.Reader = operation.Saga;
        record.ReaderLine = line;
        _log.Versions[(item, version)] = record;
    }

    private void TakeWrite(Operation operation, SagaRecord saga, int item, long version, uint line)
    {
        foreach (var rule in _itemRules) rule.Wrote(saga, operation.Saga, item, version, line);
        saga.Known[item] = new KnownItem(version, line, IsOwn: true);
        _budget.Take(60);
        var byStep = operation.Function == LineFunction.SagaStep;
        _log.Versions.TryAdd((item, version), new VersionRecord { Writer = operation.Saga, WriterLine = line, ByStep = byStep });
        if (byStep) saga.Writes.Add((operation.Step, item, version));
    }
}
