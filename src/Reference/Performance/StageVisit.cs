namespace Verified.Reference;

/// <summary>One visit of a job to a stage of processing: it waits, and is served. Times are whole ticks.</summary>
/// <param name="Job">Which job: an event on its way through routing, handling, storing, …</param>
/// <param name="Stage">Which stage, from 0.</param>
/// <param name="Arrived">When it came.</param>
/// <param name="Started">When its service began; not before it came.</param>
/// <param name="Left">When its service ended; not before it began.</param>
public sealed record StageVisit(int Job, int Stage, long Arrived, long Started, long Left)
{
    /// <summary>In ticks.</summary>
    public long Wait => Started - Arrived;

    /// <summary>In ticks.</summary>
    public long Service => Left - Started;
}
