using Verified.Oracle.History;

namespace Verified.Oracle.Rules.Store;

/// <summary>One stream: who is at which version, what is known to exist, what reads covered.</summary>
/// <remarks>Memory: about 300 bytes plus 4 per version.</remarks>
internal sealed class StreamState(Hash128 name, MemoryBudget budget)
{
    public Hash128 Name { get; } = name;

    /// <summary>From version to the slot of the event that was first said to be there.</summary>
    public NumberMap Versions { get; } = new(budget);

    /// <summary>Reads of this stream that completed, by the versions they would have shown.</summary>
    public Coverage Coverage { get; } = new(budget);

    /// <summary>The highest version a completed operation has shown to exist; −1: none.</summary>
    public long Known { get; set; } = -1;

    /// <summary>A line that names the stream, for explanations.</summary>
    public uint NamedBy { get; set; }

    /// <summary>The completion of its first acknowledged deletion; 0: none.</summary>
    public uint Deleted { get; set; }

    /// <summary>The invocation of its first deletion, whatever became of it; 0: none.</summary>
    public uint DeleteInvoked { get; set; }
}

/// <summary>All streams by name.</summary>
internal sealed class StreamTable
{
    private readonly List<StreamState> _streams = [];
    private readonly HashIndex _index;
    private readonly MemoryBudget _budget;
    private Hash128 _lastName;
    private int _last = -1;

    public StreamTable(MemoryBudget budget)
    {
        _budget = budget;
        _index = new HashIndex(budget);
    }

    public int Count => _streams.Count;

    public StreamState this[int number] => _streams[number];

    /// <summary>The number of this stream, a new one if it was never named.</summary>
    public int FindOrAdd(Hash128 name, uint line)
    {
        if (_last >= 0 && name == _lastName) return _last;
        _lastName = name;
        return _last = Look(name, line);
    }

    private int Look(Hash128 name, uint line)
    {
        var at = _index.Start(name);
        int number;
        while ((number = _index.Candidate(name, ref at)) >= 0)
            if (_streams[number].Name == name)
                return number;
        _budget.Take(300);
        number = _streams.Count;
        _streams.Add(new StreamState(name, _budget) { NamedBy = line });
        _index.Insert(name, number, at);
        return number;
    }
}
