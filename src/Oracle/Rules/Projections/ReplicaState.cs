namespace Verified.Oracle.Rules.Projections;

/// <summary>One copy of a projection's view, since it was rebuilt last. Lines; 0 is none.</summary>
internal sealed class ReplicaState(int projection, uint namedBy, MemoryBudget budget)
{
    private readonly MemoryBudget _budget = budget;

    // How many applications of a position are open, or of unknown outcome.
    private readonly Dictionary<long, int> _tries = [];

    /// <summary>The position of a view of which nobody knows what it is.</summary>
    public const long Nowhere = long.MaxValue;

    public int Projection { get; } = projection;

    /// <summary>A line that names it.</summary>
    public uint NamedBy { get; } = namedBy;

    /// <summary>From position to the line of the application that was saved.</summary>
    public NumberMap Applied { get; private set; } = new(budget);

    /// <summary>Positions whose application failed, with its line.</summary>
    public Dictionary<long, uint> Failed { get; } = [];

    /// <summary>The position of the view it was rebuilt to.</summary>
    public long From { get; private set; }

    /// <summary>The highest position that was applied, or that of the rebuilt view, and the line.</summary>
    public long Last { get; set; }

    public uint LastBy { get; set; }

    /// <summary>It may pass over events that do not concern its view.</summary>
    public bool IsPartial { get; set; }

    /// <summary>Whether an application of this position is open, or of unknown outcome.</summary>
    public bool MayBeApplied(long position) => _tries.ContainsKey(position);

    /// <summary>An application begins.</summary>
    public void Try(long position) => _tries[position] = _tries.GetValueOrDefault(position) + 1;

    /// <summary>An application failed, in this line.</summary>
    public void Fail(long position, uint line)
    {
        Failed.TryAdd(position, line);
        var open = _tries.GetValueOrDefault(position) - 1;
        if (open > 0) _tries[position] = open;
        else _tries.Remove(position);
    }

    /// <summary>An application was saved: whatever the others did, it is applied.</summary>
    public void Settle(long position) => _tries.Remove(position);

    /// <summary>Begins anew with the view of this position.</summary>
    public void Rebuild(long position, uint line)
    {
        Applied = new NumberMap(_budget);
        _tries.Clear();
        Failed.Clear();
        From = Last = position;
        LastBy = line;
    }
}
