namespace Verified.Concurrency;

/// <summary>Watches over something that must happen in the end: hot while it is owed, cold when it is done.</summary>
/// <remarks>
/// Starts cold. A controlled runtime reports a monitor that is hot when the test ends, or that stays hot through a
/// fair continuation longer than its bound. In production it does nothing.
/// </remarks>
public class LivenessMonitor
{
    /// <summary>Something is owed from now on.</summary>
    public virtual void MarkHot()
    {
    }

    /// <summary>Nothing is owed any more.</summary>
    public virtual void MarkCold()
    {
    }
}
