namespace Verified.Systematic;

/// <summary>What an exploration says of a body.</summary>
public enum Verdict
{
    /// <summary>Every schedule within the bounds of steps and faults is equivalent to one that was tried, and none
    /// failed.</summary>
    Exhausted,

    /// <summary>No schedule failed, but not all were tried.</summary>
    Unrefuted,

    /// <summary>A schedule failed.</summary>
    Failed,

    /// <summary>The body left the control of the scheduler or depends on what no schedule determines. Nothing else that was
    /// found counts.</summary>
    Uncontrolled,
}
