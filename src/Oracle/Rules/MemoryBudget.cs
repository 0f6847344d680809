namespace Verified.Oracle.Rules;

/// <summary>Counts what the oracle's tables take, and stops the judgement before they take more than allowed.</summary>
/// <remarks>Counts tables, not the runtime (about 30 MB) and not the line buffer.</remarks>
internal sealed class MemoryBudget(long limitBytes)
{
    /// <summary>Bytes taken so far.</summary>
    public long Taken { get; private set; }

    /// <summary>Announces an allocation.</summary>
    /// <exception cref="MemoryLimitException">It would pass the limit.</exception>
    public void Take(long bytes)
    {
        if (Taken + bytes > limitBytes) throw new MemoryLimitException();
        Taken += bytes;
    }

    public void Return(long bytes) => Taken -= bytes;
}

/// <summary>The judgement reached its memory limit; becomes <see cref="UndeterminedReason.Memory"/>, never a crash.</summary>
internal sealed class MemoryLimitException() : Exception("The oracle's tables reached their memory limit.");
