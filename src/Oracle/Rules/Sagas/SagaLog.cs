using Verified.Oracle.History;

namespace Verified.Oracle.Rules.Sagas;

/// <summary>Who wrote a version of something that sagas share, and who read it first. Lines; 0 is none.</summary>
internal struct VersionRecord
{
    public int Writer;
    public uint WriterLine;
    public bool ByStep;
    public int Reader;
    public uint ReaderLine;
}

/// <summary>What a history says of sagas; the rules share it.</summary>
/// <remarks>Memory: about 400 bytes per saga that has not ended, 250 per saga that has, 60 per version of what they share.</remarks>
internal sealed class SagaLog(HistoryHeader header, MemoryBudget budget)
{
    private readonly NameTable _names = new(budget);
    private readonly NameTable _items = new(budget);

    public HistoryHeader Header { get; } = header;

    public List<SagaRecord> Sagas { get; } = [];

    /// <summary>Versions of what sagas share.</summary>
    public Dictionary<(int Item, long Version), VersionRecord> Versions { get; } = [];

    public bool RealTime => Header.Clock == HistoryClock.Shared;

    public int Saga(Hash128 name, uint line)
    {
        var number = _names.FindOrAdd(name);
        if (number < Sagas.Count) return number;
        budget.Take(400);
        Sagas.Add(new SagaRecord(line));
        return number;
    }

    public int Item(Hash128 name) => _items.FindOrAdd(name);
}
