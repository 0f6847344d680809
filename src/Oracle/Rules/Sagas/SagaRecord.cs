using Verified.Oracle.History;
using Verified.Reference;

namespace Verified.Oracle.Rules.Sagas;

/// <summary>What a saga knows of something it shares: the version it read, or wrote, last; and the line.</summary>
internal readonly record struct KnownItem(long Version, uint Line, bool IsOwn);

/// <summary>One saga. Lines; 0 is none.</summary>
internal sealed class SagaRecord(uint namedBy)
{
    /// <summary>A line that names it.</summary>
    public uint NamedBy { get; } = namedBy;

    /// <summary>The completion of its start.</summary>
    public uint Started { get; set; }

    /// <summary>How many steps it has; 0: nobody said.</summary>
    public int StepCount { get; set; }

    /// <summary>Its steps so far, from 0; null once it has ended and was judged.</summary>
    public StepRecord[]? Steps { get; private set; } = [];

    /// <summary>The acknowledgement of its end.</summary>
    public uint Ended { get; set; }

    public SagaOutcome Outcome { get; set; }

    /// <summary>It was acknowledged to be stuck.</summary>
    public bool IsStuck { get; set; }

    /// <summary>An end of it has an unknown outcome.</summary>
    public bool MayHaveEnded { get; set; }

    /// <summary>Revisions that were saved, with the line.</summary>
    public Dictionary<long, uint> Revisions { get; } = [];

    /// <summary>What it knows of what it shares.</summary>
    public Dictionary<int, KnownItem> Known { get; } = [];

    /// <summary>What its steps wrote.</summary>
    public List<(int Step, int Item, long Version)> Writes { get; } = [];

    /// <summary>The record of a step; the first is 1.</summary>
    public ref StepRecord Step(int step, MemoryBudget budget)
    {
        var steps = Steps ?? [];
        if (steps.Length < step)
        {
            var longer = new StepRecord[Math.Max(step, Math.Min(steps.Length * 2, LineParser.HighestStep))];
            budget.Take(StepRecord.Bytes * (long)(longer.Length - steps.Length));
            steps.CopyTo(longer, 0);
            Steps = longer;
        }

        return ref Steps![step - 1];
    }

    /// <summary>Forgets what only matters until the end.</summary>
    public void Release(MemoryBudget budget)
    {
        budget.Return(StepRecord.Bytes * (long)(Steps?.Length ?? 0));
        Steps = null;
        Revisions.Clear();
        Revisions.TrimExcess();
        Known.Clear();
        Known.TrimExcess();
        Writes.Clear();
        Writes.TrimExcess();
    }
}
