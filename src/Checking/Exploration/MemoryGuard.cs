namespace Verified.Checking.Exploration;

/// <summary>Tells when a limit of memory is passed: by what is on the heap, or by what the process has resident, whatever
/// it is for. Safe for several threads.</summary>
/// <param name="limit">Bytes; <see cref="long.MaxValue"/> for no limit.</param>
internal sealed class MemoryGuard(long limit)
{
    // Asking the system costs as much as expanding some states.
    private const int AskEvery = 32;

    private int _calls;

    /// <summary>Whether more is in use than the limit allows.</summary>
    public bool IsExceeded => IsTooLittleFor(0);

    /// <summary>Whether so many bytes more would exceed it.</summary>
    public bool IsTooLittleFor(long bytes) => limit != long.MaxValue
        && (GC.GetTotalMemory(false) + bytes > limit
            || (Interlocked.Increment(ref _calls) % AskEvery == 0 && Environment.WorkingSet > limit));
}
