namespace Verified.Systematic;

/// <summary>The reduced searches against the full one, on a body small enough for both.</summary>
/// <param name="Full">Schedules without reduction.</param>
/// <param name="Classes">Classes of equivalent schedules among them; schedules that fail differently are in different
/// classes.</param>
/// <param name="Reduced">Schedules that the reduced search completed.</param>
/// <param name="Pruned">Schedules that it gave up.</param>
/// <param name="Missed">Classes that it missed: 0, or it is wrong.</param>
/// <param name="Repeated">Classes that it completed twice: 0, unless what a step touches depends on a value that is chosen in
/// it.</param>
/// <param name="MissedBounded">Classes that the bounded search lost to its cache, over all bounds: 0, or it is
/// wrong.</param>
public sealed record Audit(
    long Full, long Classes, long Reduced, long Pruned, long Missed, long Repeated, long MissedBounded)
{
    /// <summary>Whether reduction loses nothing.</summary>
    public bool Agrees => Missed == 0 && MissedBounded == 0;
}
